import { expect, test } from 'vitest'
import { RunView } from '../../../../src/main/cli/screen/run-view.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { Evaluation } from '../../../../src/shared/run-events.ts'
import { metricsOf } from '../../../support/run-report.ts'
import { captureOutput } from '../../../support/captured-output.ts'

const evaluated = (evaluation: Evaluation) => ({ seq: 1, time: 0, kind: 'evaluated', evaluation }) as const

test('The table of epochs has the calibrated loss that chooses, and says so', () => {
  const output = captureOutput()
  const view = new RunView(new Screen())
  const epoch = { epoch: 0, trainLoss: null, test: metricsOf(0.5, 0.4), validation: metricsOf(0.5, 0.4) }
  view.show(evaluated({ ...epoch, calibratedLoss: 0.6931 }))
  view.show(evaluated({ ...epoch, epoch: 1, trainLoss: 0.4, calibratedLoss: 0.4321 }))
  expect(output.stdout.split('\n')).toEqual([
    '',
    'The best epoch is chosen by the validation loss, calibrated: at its best temperature.',
    '           train loss  valid. loss  calibrated  test loss  accuracy      F1',
    'before              –       0.5000      0.6931     0.5000     0.500   0.400',
    'epoch 1        0.4000       0.5000      0.4321     0.5000     0.500   0.400',
    '',
  ])
})

test('Where macro F1 chooses the epoch, the table has it on the validation part, and says so', () => {
  const output = captureOutput()
  const view = new RunView(new Screen())
  const recipe = parseRecipe({ dataset: '/none', model: '/none', chooseBy: 'macro-f1' })
  const device = { backend: 'wasm', device: 'cpu', why: '' } as const
  view.show({ seq: 0, time: 0, kind: 'started', run: '/runs/one', recipe, device, blocks: 1, trainableParameters: 1 })
  const validated = { test: metricsOf(0.5, 0.4), validation: metricsOf(0.75, 0.7), calibratedLoss: null }
  view.show(evaluated({ epoch: 0, trainLoss: null, ...validated }))
  expect(output.stdout.split('\n').slice(-4)).toEqual([
    'The best epoch is chosen by the macro F1 on the validation part.',
    '           train loss  valid. loss  valid. macro F1  test loss  accuracy      F1',
    'before              –       0.5000            0.700     0.5000     0.500   0.400',
    '',
  ])
})

test('A pair of rates that was tried has each figure that may choose it', () => {
  const output = captureOutput()
  const trial = { learningRate: 3e-4, headLearningRate: 0.0015, epochs: 2, loss: 0.5, accuracy: 0.9, seconds: 1 }
  new RunView(new Screen()).show({ seq: 0, time: 0, kind: 'tried', trial: { ...trial, macroF1: 0.812 } })
  expect(output.stdout).toContain('calibrated valid. loss 0.5000, accuracy 0.900, macro F1 0.812, 1.0 s')
})

test('Without a validation part there is no column of it', () => {
  const output = captureOutput()
  const first = { epoch: 0, trainLoss: null, test: metricsOf(0.5, 0.4), validation: null, calibratedLoss: null }
  new RunView(new Screen()).show(evaluated(first))
  expect(output.stdout.split('\n')).toEqual([
    '',
    '           train loss  test loss  accuracy      F1',
    'before              –     0.5000     0.500   0.400',
    '',
  ])
})
