import { existsSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import type { Session } from '../../../../src/main/cli/session.ts'
import { setup } from '../../../../src/main/cli/commands/setup.ts'
import { defaultPlaces } from '../../../../src/main/host/paths.ts'
import { captureOutput } from '../../../support/captured-output.ts'
import { doctorReport } from '../../../support/doctor-report.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { fakeMachine, missing } from '../../tensorflow/fake-machine.ts'

let session: Session
let stop: AbortController

beforeEach(() => {
  const host = new FakeTrainer()
  host.answers.doctor = () => doctorReport
  stop = new AbortController()
  session = {
    host,
    screen: new Screen(),
    places: { runs: '/runs', cache: '/cache', models: '/models' },
    signal: stop.signal,
  }
})

afterEach(() => vi.unstubAllEnvs())

/** A machine whose data folder is Lastlayer's. */
async function machine(...answers: Parameters<typeof fakeMachine>): ReturnType<typeof fakeMachine> {
  const fake = await fakeMachine(...answers)
  vi.stubEnv('LASTLAYER_HOME', fake.home)
  vi.stubEnv('HF_HUB_OFFLINE', '')
  return fake
}

test('What goes on is on standard error, what was installed and how it does on standard output', async () => {
  const { home, tools } = await machine()
  const output = captureOutput()
  await setup(session, {}, tools)
  expect(output.stderr).toMatch(/^Trying the official archive …\nThe official archive is not used\. .*\nDownloading /)
  const folder = join(home, 'tensorflow', 'runtime')
  expect(output.stdout).toContain(`Installed  TensorFlow 2.21.0 from the wheel, 0 MB in ${folder}\n`)
  expect(output.stdout).toContain('Check      agrees with plain JavaScript')
})

test('With --json standard output is one object', async () => {
  const { home, tools } = await machine()
  const output = captureOutput()
  session.screen.json = true
  await setup(session, {}, tools)
  expect(JSON.parse(output.stdout)).toEqual({
    tensorflow: { version: '2.21.0', source: 'wheel' },
    folder: join(home, 'tensorflow', 'runtime'),
    sizeMB: expect.any(Number),
    gpuLibraries: false,
    backend: 'tensorflow',
    device: 'cpu',
    why: doctorReport.why,
    check: { ok: true, maxDifference: 3.8e-7 },
    gflops: 152.4,
  })
})

test('--remove leaves nothing but the memory of it', async () => {
  const { home, tools } = await machine()
  captureOutput()
  await setup(session, {}, tools)
  await setup(session, { remove: true })
  expect(await readdir(join(home, 'tensorflow'))).toEqual(['not-installed.txt'])
})

test('--once installs where nothing was tried before, and does nothing after that', async () => {
  const { tools, started } = await machine()
  const output = captureOutput()
  await setup(session, { once: true }, tools)
  expect(output.stderr).toMatch(/^Native TensorFlow is being set up in the background, once/)
  started.length = 0
  output.stderr = ''
  await setup(session, { once: true }, tools)
  expect([started, output.stderr]).toEqual([[], ''])
})

test.each(['1', 'true', 'YES', 'on'])(
  '--once contacts nothing while HF_HUB_OFFLINE=%s, and tries later',
  async (value) => {
    const { home, tools, started } = await machine()
    const output = captureOutput()
    vi.stubEnv('HF_HUB_OFFLINE', value)
    await setup(session, { once: true }, tools)
    expect([started, output.stdout, existsSync(join(home, 'tensorflow'))]).toEqual([[], '', false])
    expect(output.stderr).toMatch(/^Native TensorFlow is not set up, as HF_HUB_OFFLINE is set.*\n$/)
    vi.stubEnv('HF_HUB_OFFLINE', '')
    await setup(session, { once: true }, tools)
    expect(output.stdout).toContain('Installed  TensorFlow')
  },
)

test('--once does not retry what failed; setup does, and then forgets the failure', async () => {
  const answers: Parameters<typeof fakeMachine>[0] = { compiler: missing }
  const { home, tools, started } = await machine(answers)
  captureOutput()
  await expect(setup(session, { once: true }, tools)).rejects.toMatchObject({
    code: 'setup',
    message: expect.stringMatching(/compiler/),
  })
  started.length = 0
  await setup(session, { once: true }, tools)
  expect(started).toEqual([])
  answers.compiler = {}
  await setup(session, {}, tools)
  expect(existsSync(join(home, 'tensorflow', 'not-installed.txt'))).toBe(false)
})

test('--once goes on after it was stopped', async () => {
  const { tools } = await machine({
    download: () => {
      stop.abort()
      return {}
    },
  })
  captureOutput()
  await expect(setup(session, { once: true }, tools)).rejects.toMatchObject({ code: 'cancelled' })
  const { signal } = new AbortController()
  await expect(setup({ ...session, signal }, { once: true }, { ...tools, freeSpace: async () => 0 })).rejects.toThrow(
    /disk/,
  )
})

test('In the background nothing is fetched while a window has switched offline on', async () => {
  const { home, tools } = await machine()
  const output = captureOutput()
  writeFileSync(join(home, 'settings.json'), '{"offline": true}')
  await setup({ ...session, places: defaultPlaces() }, { once: true }, tools)
  expect(output.stderr).toBe('Native TensorFlow is not set up: Offline is switched on in the window.\n')
  expect(existsSync(join(home, 'tensorflow'))).toBe(false)
})
