import { expect, test } from 'vitest'
import { epochPlaces, lossRows, lossSeries, qualitySeries } from '../../../src/renderer/charts/run-series.ts'
import { emptyRun } from '../../../src/renderer/run/run-state.ts'
import { metricsOf } from '../../support/run-report.ts'

const loss = (value: number) => ({ ...metricsOf(0.8, 0.8), loss: value })
const steps = [1, 2, 3, 4].map((step) => ({ step, epoch: step <= 2 ? 1 : 2, loss: 1 / step, learningRate: 1e-4 }))
const evaluations = [
  { epoch: 0, trainLoss: null, test: loss(0.7), validation: loss(0.71), calibratedLoss: 0.69 },
  { epoch: 1, trainLoss: 0.6, test: loss(0.5), validation: loss(0.52), calibratedLoss: 0.51 },
  { epoch: 2, trainLoss: 0.2, test: loss(0.9), validation: loss(0.95), calibratedLoss: 0.48 },
]

test('The test and the validation loss, also calibrated, stand where their epoch ended, beside the training loss', () => {
  const series = lossSeries({ steps, evaluations })
  expect(series.map(({ label }) => label)).toEqual([
    'test',
    'validation',
    'validation, calibrated: chooses',
    'training, moving average',
    'training, each step',
  ])
  const points = (y: number[]) => [0, 2, 4].map((x, i) => ({ x, y: y[i] }))
  expect(series[0].points).toEqual(points([0.7, 0.5, 0.9]))
  expect(series[1].points).toEqual(points([0.71, 0.52, 0.95]))
  expect(series[2].points).toEqual(points([0.69, 0.51, 0.48]))
  expect(lossRows({ steps, evaluations })[2]).toEqual(['2', '0.200', '0.900', '0.950', '0.480', '4', '1e-4'])
})

test('Without a validation part there is no line of it', () => {
  const without = evaluations.map((one) => ({ ...one, validation: null, calibratedLoss: null }))
  expect(lossSeries({ steps, evaluations: without }).map(({ label }) => label)).not.toContain('validation')
})

test('An epoch that was stopped in its middle is drawn there, and a whole one at its end', () => {
  const state = { ...emptyRun, steps: [...steps.slice(0, 2), { ...steps[2], step: 3 }] }
  expect([0, 1, 2].map(epochPlaces(state))).toEqual([0, 1, 1.5])
  expect(epochPlaces({ ...emptyRun, steps })(2)).toBe(2)
  // Of the first epoch the plan tells how long it would have been.
  const first = { ...emptyRun, steps: steps.slice(0, 1), progress: { training: trainingOf(4) } }
  expect(epochPlaces(first)(1)).toBe(0.25)
  expect(epochPlaces({ ...emptyRun, steps: steps.slice(0, 2) })(1)).toBe(1)
})

test('The chart of the rates goes through the steps once, however many epochs were measured', () => {
  let reads = 0
  const counted = new Proxy(steps, {
    get: (target, key, receiver) => {
      if (key === '0') reads++
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  expect(qualitySeries({ ...emptyRun, steps: counted, evaluations })[0].points).toHaveLength(3)
  expect(reads).toBe(1)
})

function trainingOf(total: number) {
  return { done: 1, total, unit: 'steps', time: 1, since: { done: 0, time: 0 } }
}
