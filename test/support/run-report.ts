import type { Metrics } from '../../src/shared/figures.ts'
import type { RunReport } from '../../src/shared/run-events.ts'

/** Figures with this accuracy and F1, the rest plausible. */
export function metricsOf(accuracy: number, f1: number): Metrics {
  return {
    examples: 200,
    loss: 0.5,
    accuracy,
    precision: f1,
    recall: f1,
    f1,
    macroF1: f1,
    rocAuc: accuracy,
    perClass: ['neg', 'pos'].map((label) => ({ label, precision: f1, recall: f1, f1, support: 100 })),
    confusion: [
      [80, 20],
      [20, 80],
    ],
  }
}

/** The report of a run of two epochs that went from chance to 0.9. */
export function runReport(run = '/runs/one'): RunReport {
  const figures = [metricsOf(0.5, 0.4), metricsOf(0.8, 0.7), metricsOf(0.9, 0.8)]
  return {
    run,
    device: { backend: 'wasm', device: 'cpu', why: 'TensorFlow is not installed' },
    before: figures[0],
    epochs: [1, 2].map((epoch) => ({
      epoch,
      trainLoss: 0.6 / epoch,
      test: figures[epoch],
      validation: null,
      calibratedLoss: null,
    })),
    after: figures[2],
    savedEpoch: 2,
    averaged: null,
    isRefit: false,
    savedValidation: null,
    savedCalibratedLoss: null,
    search: null,
    halvings: 0,
    yardsticks: [],
    calibration: null,
    trainableParameters: 1000,
    truncated: 3,
    features: { seconds: 1.5, computed: 800, fromCache: 0 },
    seconds: 12.3,
    peakMemoryMB: 345.6,
  }
}
