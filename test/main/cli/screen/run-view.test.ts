import { expect, test } from 'vitest'
import { RunView } from '../../../../src/main/cli/screen/run-view.ts'
import { Screen } from '../../../../src/main/cli/screen/screen.ts'
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
    'The epoch is chosen by the validation loss, calibrated: at its best temperature.',
    '           train loss  valid. loss  calibrated  test loss  accuracy      F1',
    'before              –       0.5000      0.6931     0.5000     0.500   0.400',
    'epoch 1        0.4000       0.5000      0.4321     0.5000     0.500   0.400',
    '',
  ])
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
