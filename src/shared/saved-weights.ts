import type { RunReport } from './run-events.ts'

/** Which weights a run has saved, in words. */
export function savedWeights({
  savedEpoch,
  averaged,
  isRefit,
}: Pick<RunReport, 'savedEpoch' | 'averaged' | 'isRefit'>): string {
  const chosen = averaged === null ? `epoch ${savedEpoch} kept` : `epochs ${averaged.join(' to ')} averaged`
  return isRefit ? `${chosen}, trained again on all training texts` : chosen
}
