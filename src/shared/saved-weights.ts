import type { RunReport } from './run-events.ts'

/** Which weights a run has saved, in words. */
export function savedWeights({
  savedEpoch,
  averaged,
  isRefit,
}: Pick<RunReport, 'savedEpoch' | 'averaged' | 'isRefit'>): string {
  const chosen = averaged === null ? `epoch ${savedEpoch} kept` : `epochs ${averaged.join(' to ')} averaged`
  return isRefit ? `${chosen}, then trained again on all training texts` : chosen
}

/** The same with how the chosen weights validate, which is not yet of a training on all texts. */
export function savedSentence(
  report: Pick<RunReport, 'savedEpoch' | 'averaged' | 'isRefit' | 'savedValidation' | 'savedCalibratedLoss'>,
): string {
  const { savedValidation: validation, savedCalibratedLoss: calibrated, isRefit } = report
  if (validation === null) return savedWeights(report)
  const loss = calibrated === null ? validation.loss.toFixed(3) : `${calibrated.toFixed(3)} once calibrated`
  const validated = `validation loss ${loss}, accuracy ${(100 * validation.accuracy).toFixed(1)} %`
  const chosen = `${savedWeights({ ...report, isRefit: false })} (${validated})`
  return isRefit
    ? `${chosen}, then trained again on all training texts: the test figures are of that last model`
    : chosen
}
