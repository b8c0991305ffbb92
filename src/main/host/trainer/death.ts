import { LastlayerError } from '../../../shared/errors.ts'
import { tooMuchMemory, watchdogReason } from '../../../shared/watchdog-line.ts'

const reasons: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'it was killed, most likely because the machine ran out of memory; try a smaller batch or a smaller model',
  SIGABRT:
    'native code gave up, most likely because memory could not be had; try a smaller batch, or run `lastlayer doctor`',
  SIGSEGV: 'native code crashed; run `lastlayer doctor`',
  SIGBUS: 'native code crashed; run `lastlayer doctor`',
  SIGILL: 'native code uses an instruction that this processor lacks',
  SIGTERM: 'it was told to end',
  SIGHUP: 'its terminal was closed',
}

const noAddresses = /Cannot allocate Wasm memory|could not allocate memory for WebAssembly/i
const addressesRanOut =
  'WebAssembly sets aside more than 10 GB of addresses, of which it uses few, and the limit of virtual memory is lower; ' +
  'raise it (ulimit -v unlimited)'

/** How a trainer process ended. */
export interface Death {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The last lines of its output. */
  readonly lines: readonly string[]
  /** Whether the system has ended a process for memory while it ran. */
  readonly memoryRanOut: boolean
}

/** Says in one sentence why the trainer process ended before its work was done: `memory` or `interrupted`. */
export function describeDeath({ code, signal, lines, memoryRanOut }: Death): LastlayerError {
  const dead = (reason: string, isMemory: boolean): LastlayerError => {
    const message = `The trainer process ended early: ${reason}.`
    return new LastlayerError(isMemory ? 'memory' : 'interrupted', message, { cause: lines.join('\n') })
  }
  const reason = watchdogReason(lines)
  if (reason !== null) return dead(reason, reason.includes(tooMuchMemory))
  // A shell, or Node itself after running out of heap, reports a signal as 128 + its number.
  const name = signal ?? (code === 134 ? 'SIGABRT' : code === 137 ? 'SIGKILL' : null)
  if (name) {
    const isMemory = name === 'SIGABRT' || (name === 'SIGKILL' && memoryRanOut)
    return dead(reasons[name] ?? `signal ${name}`, isMemory)
  }
  if (lines.some((line) => noAddresses.test(line))) return dead(addressesRanOut, true)
  const words = lines.find((line) => /^(Uncaught )?\w*(Error|Exception)\b.*: /.test(line)) ?? lines.at(-1)
  const message = `The trainer process ended early with exit code ${code}${words ? ` (${words.trim()})` : ''}.`
  return new LastlayerError('interrupted', message, { cause: lines.join('\n') })
}
