import { spawn } from 'node:child_process'

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

const keptCharacters = 256 * 1024

export const run: Run = (command, args, options = {}) => {
  const { cwd, env, signal, timeout, onOutput } = options
  return new Promise((resolve, reject) => {
    const result: RunResult = { code: null, stoppedBy: null, missing: false, stdout: '', stderr: '' }
    const child = spawn(command, args, {
      cwd,
      signal,
      timeout,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      result.stdout = (result.stdout + text).slice(-keptCharacters)
      onOutput?.(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      result.stderr = (result.stderr + text).slice(-keptCharacters)
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) return
      resolve({ ...result, missing: error.code === 'ENOENT', stderr: result.stderr || error.message })
    })
    // After an abort too, so that nothing that the program writes is left running when the caller cleans up.
    child.on('close', (code, stoppedBy) => {
      if (signal?.aborted) reject(signal.reason as Error)
      else resolve({ ...result, code, stoppedBy })
    })
  })
}
