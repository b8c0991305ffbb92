import { expect, test } from 'vitest'
import { savedSentence as savedInWindow } from '../../src/renderer/results/saved-words.ts'
import { savedSentence } from '../../src/shared/saved-weights.ts'
import { metricsOf } from '../support/run-report.ts'

const saved = { savedEpoch: 4, averaged: [3, 6] as [number, number], isRefit: false, savedValidation: null }

test.each([
  [{ ...saved, averaged: null, savedCalibratedLoss: null }, 'epoch 4 kept'],
  [
    { ...saved, savedValidation: metricsOf(0.833, 0.8), savedCalibratedLoss: null },
    'epochs 3 to 6 averaged (validation loss 0.500, accuracy 83.3 %)',
  ],
  [
    { ...saved, isRefit: true, savedValidation: metricsOf(0.833, 0.8), savedCalibratedLoss: 0.412 },
    'epochs 3 to 6 averaged (validation loss 0.412 once calibrated, accuracy 83.3 %), then trained again on all training texts: the test figures are of that last model',
  ],
])('Says which weights were saved, and which figures are of which', (report, sentence) => {
  expect(savedSentence(report)).toBe(sentence)
  expect(savedInWindow(report)).toBe(sentence)
})
