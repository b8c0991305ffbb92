import { afterEach, describe, expect, it, vi } from 'vitest'
import { NativeSetup } from '../../../../src/main/host/app/native-setup.ts'
import type { Notification } from '../../../../src/shared/app-contract.ts'
import { fakeMachine, missing } from '../../tensorflow/fake-machine.ts'

afterEach(() => vi.unstubAllEnvs())

/** The set-up of a window on a machine of its own, what it tells, and whether trainers were renewed. */
async function scene(...answers: Parameters<typeof fakeMachine>) {
  const { home, tools, started } = await fakeMachine(...answers)
  vi.stubEnv('LASTLAYER_HOME', home)
  vi.stubEnv('HF_HUB_OFFLINE', '')
  vi.stubEnv('LASTLAYER_BACKEND', '')
  const told: Notification[] = []
  const network = { isOffline: false }
  const onInstalled = vi.fn()
  const native = new NativeSetup({
    isOffline: () => network.isOffline,
    notify: (one) => void told.push(one),
    onInstalled,
    tools,
  })
  return { calls: native.calls, native, told, started, network, onInstalled }
}

describe('Native TensorFlow in the window', () => {
  it('is offered with its size, installed with progress, and then offered no more', async () => {
    const { calls, told, onInstalled } = await scene()
    expect(await calls.nativeSetup({})).toMatchObject({ isInstalled: false, isOffered: true, gigabytes: 1.5 })
    await calls.installNative({})
    expect(onInstalled).toHaveBeenCalledOnce()
    expect(await calls.nativeSetup({})).toMatchObject({ isInstalled: true, isOffered: false, progress: null })
    const messages = told.map((one) => (one.kind === 'native' ? (one.progress?.message ?? null) : one.kind))
    expect(messages[0]).toBe('Starting')
    expect(messages).toContainEqual(expect.stringMatching(/^Downloading/))
    expect(messages.at(-1)).toBeNull()
  })

  it('takes a GPU into account', async () => {
    const { calls } = await scene({ 'nvidia-smi': { stdout: 'Tesla T4, 15360, 550.54\n' } })
    expect(await calls.nativeSetup({})).toMatchObject({ gpu: true, gigabytes: 9.5 })
  })

  it('says what is missing, and can be tried again', async () => {
    const { calls } = await scene({ compiler: missing })
    await expect(calls.installNative({})).rejects.toMatchObject({ code: 'setup' })
    expect(await calls.nativeSetup({})).toMatchObject({
      isInstalled: false,
      isOffered: true,
      error: { code: 'setup', message: expect.stringMatching(/compiler/) },
    })
  })

  it('contacts nothing and starts nothing while Lastlayer is offline', async () => {
    const { calls, started, network } = await scene()
    network.isOffline = true
    await expect(calls.installNative({})).rejects.toMatchObject({ message: expect.stringMatching(/offline/) })
    expect(started).toEqual([])
  })

  it('is stopped by the person, or by the end of the application, and that is no error', async () => {
    const { calls, native } = await scene({
      download: () => {
        void calls.cancelNative({})
        return {}
      },
    })
    await expect(calls.installNative({})).rejects.toMatchObject({ code: 'cancelled' })
    expect(await calls.nativeSetup({})).toMatchObject({ isOffered: true, progress: null, error: null })
    await native.close()
  })

  it('is declined once and for all', async () => {
    const { calls } = await scene()
    await calls.declineNative({})
    expect(await calls.nativeSetup({})).toMatchObject({ isInstalled: false, isOffered: false })
  })
})
