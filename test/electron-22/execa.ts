import { execFile } from 'node:child_process'
import type { Options } from 'execa'

/**
 * What Lastlayer's main process asks of execa, which needs Node 18.19: in Electron 22 its programs never end. Output is
 * given at the end.
 */
export function execa(command: string, args: readonly string[], { cwd, env, timeout, cancelSignal }: Options) {
  const ended = new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout, signal: cancelSignal }
    execFile(command, args, options, (error, stdout, stderr) => {
      const isCanceled = cancelSignal?.aborted === true
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined
      const signal = error?.signal ?? undefined
      resolve({ exitCode, signal, code: error?.code, stdout, stderr, isCanceled, shortMessage: error?.message })
    })
  })
  return Object.assign(ended, { stdout: { on: () => undefined } })
}
