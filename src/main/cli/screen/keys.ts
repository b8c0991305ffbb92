import type { ReadStream } from 'node:tty'

/** What of a terminal is used to read keys. */
export type Keyboard = Pick<
  ReadStream,
  'isTTY' | 'isRaw' | 'setRawMode' | 'on' | 'off' | 'ref' | 'unref' | 'resume' | 'pause'
>

/** Signals of the keys that a terminal no longer sends itself while single keys are read. */
const signals: Readonly<Record<string, NodeJS.Signals>> = { '\x03': 'SIGINT', '\x1c': 'SIGQUIT' }

/**
 * Calls what a key means, as it is pressed, until the returned function is called. Ctrl-C and Ctrl-\ mean what they always
 * do. Does nothing where there is no terminal.
 */
export function listenToKeys(
  deeds: Readonly<Record<string, () => void>>,
  keyboard: Keyboard = process.stdin,
  raise: (signal: NodeJS.Signals) => void = (signal) => process.kill(process.pid, signal),
): () => void {
  if (!keyboard.isTTY) return () => undefined
  const onKeys = (bytes: Buffer): void => {
    for (const key of bytes.toString('utf8')) {
      const signal = signals[key]
      if (signal === undefined) deeds[key.toLowerCase()]?.()
      else raise(signal)
    }
  }
  keyboard.setRawMode(true)
  keyboard.on('data', onKeys)
  keyboard.resume()
  return () => {
    keyboard.off('data', onKeys)
    keyboard.setRawMode(false)
    keyboard.pause()
  }
}
