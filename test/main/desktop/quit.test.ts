import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { quitInOrder } from '../../../src/main/desktop/quit.ts'

/** Electron, as far as quitting goes: `quit` asks whoever listens, and ends unless one of them prevents it. */
const electron = vi.hoisted(() => ({
  app: null as unknown as EventEmitter & { quit: () => void },
  hasEnded: false,
  ask: (): Promise<{ response: number }> => Promise.resolve({ response: 0 }),
}))
vi.mock('electron', () => ({
  get app() {
    return electron.app
  },
  dialog: { showMessageBox: () => electron.ask() },
}))

const host = { isTraining: false, close: vi.fn(async (): Promise<void> => undefined) }
const kept = vi.fn()

beforeEach(() => {
  electron.hasEnded = false
  const quit = (): void => {
    let isPrevented = false
    electron.app.emit('before-quit', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) electron.hasEnded = true
  }
  electron.app = Object.assign(new EventEmitter(), { quit })
  host.isTraining = false
  host.close.mockReset()
  kept.mockReset()
  quitInOrder(host, kept)
})

async function quit(): Promise<boolean> {
  electron.app.quit()
  await new Promise((resolve) => setImmediate(resolve))
  return electron.hasEnded
}

test('Quitting closes what goes on first', async () => {
  expect(await quit()).toBe(true)
  expect(host.close).toHaveBeenCalledOnce()
})

test('What cannot be closed does not keep the application from quitting', async () => {
  host.close.mockRejectedValue(new Error('The disk is gone.'))
  expect(await quit()).toBe(true)
})

test('A question that cannot be asked does not keep the application from quitting', async () => {
  host.isTraining = true
  electron.ask = () => Promise.reject(new Error('No display.'))
  expect(await quit()).toBe(true)
})

test('Who keeps training is asked again the next time', async () => {
  host.isTraining = true
  electron.ask = async () => ({ response: 0 })
  expect(await quit()).toBe(false)
  expect(host.close).not.toHaveBeenCalled()
  expect(kept).toHaveBeenCalledOnce()
  electron.ask = async () => ({ response: 1 })
  expect(await quit()).toBe(true)
})

test('Where nothing is left to keep, quitting goes on', async () => {
  host.isTraining = true
  electron.ask = async () => {
    host.isTraining = false
    return { response: 0 }
  }
  kept.mockImplementation(() => electron.app.quit())
  expect(await quit()).toBe(true)
})

test('A second wish to quit does not ask a second question', async () => {
  host.isTraining = true
  const asked = vi.fn(() => new Promise<{ response: number }>(() => undefined))
  electron.ask = asked
  await quit()
  expect(await quit()).toBe(false)
  expect(asked).toHaveBeenCalledOnce()
})
