import { execa } from 'execa'

export interface RunOptions {
  cwd?: string
  /** Added to this process's environment. */
  env?: Record<string, string>
  signal?: AbortSignal
  /** Milliseconds after which the program is stopped. */
  timeout?: number
  /** Standard output as it comes. */
  onOutput?: (text: string) => void
}

export interface RunResult {
  /** Exit code; null if the program could not be started or was stopped by a signal. */
  code: number | null
  stoppedBy: string | null
  /** The program is not there. */
  missing: boolean
  stdout: string
  stderr: string
}

/** Runs a program to its end. Resolves whatever the exit code; rejects only when `signal` is aborted. */
export type Run = (command: string, args: string[], options?: RunOptions) => Promise<RunResult>

export const run: Run = async (command, args, { cwd, env, signal, timeout, onOutput } = {}) => {
  const child = execa(command, args, {
    cwd,
    env,
    timeout,
    cancelSignal: signal,
    stdin: 'ignore',
    stripFinalNewline: false,
    reject: false,
  })
  child.stdout.on('data', (data) => onOutput?.(String(data)))
  const result = await child
  // Only now: nothing that the program writes is left running when the caller cleans up.
  if (result.isCanceled) throw signal?.reason
  return {
    code: result.exitCode ?? null,
    stoppedBy: result.signal ?? null,
    missing: result.code === 'ENOENT',
    stdout: result.stdout,
    stderr: result.stderr || (result.exitCode === undefined && !result.signal ? (result.shortMessage ?? '') : ''),
  }
}
