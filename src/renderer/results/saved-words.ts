import type { RunReport } from '../../shared/run-events.ts'
import { figure, percent } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'

/** Which weights a run has saved, in words. */
export function savedWords(report: Pick<RunReport, 'savedEpoch' | 'averaged' | 'isRefit'>): string {
  const chosen = chosenWords(report)
  return report.isRefit ? t('results.saved.refit', { chosen }) : chosen
}

/** The same with how the chosen weights validate, which is not yet of a training on all texts. */
export function savedSentence(
  report: Pick<RunReport, 'savedEpoch' | 'averaged' | 'isRefit' | 'savedValidation' | 'savedCalibratedLoss'>,
): string {
  const { savedValidation: validation, savedCalibratedLoss: calibrated, isRefit } = report
  if (validation === null) return savedWords(report)
  const chosen = t(calibrated === null ? 'results.saved.validated' : 'results.saved.validatedCalibrated', {
    chosen: chosenWords(report),
    loss: figure(calibrated ?? validation.loss),
    accuracy: percent(validation.accuracy),
  })
  return isRefit ? t('results.saved.refitAfterwards', { chosen }) : chosen
}

function chosenWords({ savedEpoch, averaged }: Pick<RunReport, 'savedEpoch' | 'averaged'>): string {
  if (averaged === null) return t('results.saved.epoch', { epoch: savedEpoch })
  const [first, last] = averaged
  return t('results.saved.averaged', { first, last })
}
