import { watchdogReason } from '../../../shared/watchdog-line.ts'

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

/** One sentence that says why the trainer process ended before its work was done. */
export function describeDeath(code: number | null, signal: NodeJS.Signals | null, lines: readonly string[]): string {
  const reason = watchdogReason(lines)
  if (reason !== null) return `The trainer process ended early: ${reason}.`
  // A shell, or Node itself after running out of heap, reports a signal as 128 + its number.
  const name = signal ?? (code === 134 ? 'SIGABRT' : code === 137 ? 'SIGKILL' : null)
  if (name) return `The trainer process ended early: ${reasons[name] ?? `signal ${name}`}.`
  const words = lines.find((line) => /^(Uncaught )?\w*(Error|Exception)\b.*: /.test(line)) ?? lines.at(-1)
  return `The trainer process ended early with exit code ${code}${words ? ` (${words.trim()})` : ''}.`
}
