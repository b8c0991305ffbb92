import { join } from 'node:path'
import electronLog from 'electron-log/node'

/** Bytes; what is older is in one file beside it, and what is older than that is gone. */
const largest = 2 ** 20

/**
 * What the desktop did, in a file that a person may show others who look for a defect. As in the diagnostics, no text,
 * label, column or path is in it: of an error its kind, its code and its place in our code, and not its words.
 */
export class EventLog {
  readonly path: string
  readonly #log = electronLog.create({ logId: 'lastlayer' })

  /** @param folder of the application's own data */
  constructor(folder: string) {
    this.path = join(folder, 'logs', 'main.log')
    const { file, console, ipc, remote } = this.#log.transports
    for (const unused of [console, ipc, remote]) if (unused) unused.level = false
    file.resolvePathFn = () => this.path
    file.maxSize = largest
    file.writeOptions = { ...file.writeOptions, mode: 0o600 }
    file.format = '{iso} {level} {text}'
  }

  /** @param sentence made of words of ours and of numbers alone */
  note(sentence: string): void {
    this.#log.info(sentence)
  }

  /** @param what words of ours */
  fail(what: string, error: unknown): void {
    this.#log.error(`${what}: ${describeError(error)}`)
  }
}

/** An error without its words, which could quote a text or a path. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { name, code } = error as { name: string; code?: unknown }
  const known = [name, code].filter((word) => typeof word === 'string' && /^\w{1,60}$/.test(word))
  return [known.join(' '), ...placesOf(error)].join(' < ')
}

/** The files and lines of a stack, without the folders that they are in. */
function placesOf({ message, stack = '' }: Error): string[] {
  const lines = stack.replace(message, '').split('\n')
  return lines.flatMap((line) => /^\s+at .*?([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/.exec(line)?.[1] ?? [])
}
