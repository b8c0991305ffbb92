import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/main/host/paths.ts'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** The built command line in one home folder; `npm test` has built it. */
export class Lastlayer {
  readonly #env: NodeJS.ProcessEnv

  constructor(
    readonly home: string,
    env: NodeJS.ProcessEnv = {},
  ) {
    this.#env = { ...process.env, LASTLAYER_HOME: home, ...env }
  }

  start(...args: string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [join(packageRoot(), 'out', 'main', 'cli.js'), ...args], { env: this.#env })
  }

  run(...args: string[]): Promise<Outcome> {
    return this.feed('', ...args)
  }

  /** Runs with a standard input. */
  feed(input: string, ...args: string[]): Promise<Outcome> {
    const child = this.start(...args)
    child.stdin.end(input)
    return outcomeOf(child)
  }
}

export async function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const outcome: Outcome = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (outcome.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (outcome.stderr += String(chunk)))
  outcome.code = await new Promise((resolve) => child.on('close', resolve))
  return outcome
}

/** Forty short reviews that any model can tell apart, and one row without a label. */
export function writeReviews(folder: string): string {
  const rows = Array.from({ length: 20 }, (_, i) => [
    `A great and lovely film ${i},pos`,
    `A dull and awful film ${i},neg`,
  ])
  const file = join(folder, 'reviews.csv')
  writeFileSync(file, ['text,label', ...rows.flat(), 'No label here,'].join('\n'))
  return file
}
