import { LastlayerError } from '../../../shared/errors.ts'
import type { MetricsInShort } from '../../../shared/figures.ts'
import type { RunReport } from '../../../shared/run-events.ts'
import type { SweptFigures, SweptResult } from '../../../shared/sweeps.ts'

/**
 * What a sweep keeps of a finished run.
 * @param fingerprint of the dataset as the run read it
 * @throws LastlayerError `dataset` if the run had no validation texts
 */
export function resultOf(report: RunReport, fingerprint: string): SweptResult {
  const { run, epochs, savedEpoch, savedCalibratedLoss, after, trainableParameters, seconds, features } = report
  const kept = epochs.find(({ epoch }) => epoch === savedEpoch)
  const saved = report.savedValidation ?? kept?.validation ?? null
  if (saved === null) {
    throw new LastlayerError(
      'dataset',
      'No validation part could be set aside, and a sweep is judged by one: give more texts a label, or a larger --validation-share.',
    )
  }
  return {
    run,
    fingerprint,
    savedEpoch,
    validation: { ...figuresOf(saved), loss: savedCalibratedLoss ?? saved.loss },
    test: figuresOf(after),
    losses: epochs.flatMap(({ validation, calibratedLoss }) => calibratedLoss ?? validation?.loss ?? []),
    trainableParameters,
    seconds: seconds - features.seconds,
  }
}

function figuresOf({ accuracy, macroF1, loss }: MetricsInShort): SweptFigures {
  return { accuracy, macroF1: macroF1 ?? null, loss }
}
