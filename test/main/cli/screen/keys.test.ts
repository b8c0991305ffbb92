import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { listenToKeys, type Keyboard } from '../../../../src/main/cli/screen/keys.ts'

/** A terminal's keyboard in the test's hand. */
function keyboard(isTTY = true): { keyboard: Keyboard; press: (keys: string) => void; isRaw: () => boolean } {
  const stream = new PassThrough()
  let isRaw = false
  const setRawMode = (mode: boolean): void => void (isRaw = mode)
  return {
    keyboard: Object.assign(stream, { isTTY, setRawMode }) as unknown as Keyboard,
    press: (keys) => stream.emit('data', Buffer.from(keys)),
    isRaw: () => isRaw,
  }
}

test('A key does its deed, and Ctrl-C and Ctrl-\\ mean what they always do', () => {
  const { keyboard: keys, press, isRaw } = keyboard()
  const [pause, raise] = [vi.fn(), vi.fn()]
  const stop = listenToKeys({ p: pause }, keys, raise)
  press('pPx')
  press('\x03\x1c')
  expect(pause).toHaveBeenCalledTimes(2)
  expect(raise.mock.calls).toEqual([['SIGINT'], ['SIGQUIT']])
  expect(isRaw()).toBe(true)
  stop()
  press('p')
  expect([pause.mock.calls.length, isRaw()]).toEqual([2, false])
})

test('What is no terminal is left alone', () => {
  const { keyboard: keys, press, isRaw } = keyboard(false)
  const pause = vi.fn()
  listenToKeys({ p: pause }, keys)
  press('p')
  expect([pause.mock.calls.length, isRaw()]).toEqual([0, false])
})
