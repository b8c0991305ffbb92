import { coverageSentence } from '../../../src/shared/calibration.ts'
import { describe, expect, it } from 'vitest'
import {
  coverageRows,
  coverageSeries,
  reliabilityRows,
  reliabilitySeries,
  yardstickBars,
} from '../../../src/renderer/results/worth/worth.ts'
import { metricsOf } from '../../support/run-report.ts'
import { calibrationOf, yardsticksOf } from '../fake-worth.ts'

const calibration = calibrationOf(0.9, 200)

describe('yardstickBars', () => {
  const after = metricsOf(0.9, 0.8)
  const yardsticks = yardsticksOf(metricsOf(0.5, 0.4), after, (share) => metricsOf(share, share))

  it('draws accuracy, and macro F1 where the labels are uneven', () => {
    expect(yardstickBars(yardsticks, after).at(-1)).toMatchObject({ value: 0.9, text: '90.0 %', range: '85.0 to 94.0' })
    const perClass = after.perClass.map((one, i) => ({ ...one, support: i === 0 ? 190 : 10 }))
    expect(yardstickBars(yardsticks, { ...after, perClass }).at(-1)).toMatchObject({
      value: 0.8,
      range: '75.0 to 84.0',
    })
  })
})

describe('Calibration', () => {
  it('is drawn of the bins that hold a text, before and after the temperature', () => {
    const [ideal, before, after] = reliabilitySeries(calibration)
    expect(ideal.points).toHaveLength(2)
    expect(before.points).toHaveLength(8)
    expect(after.label).toBe('temperature 1.62')
    expect(after.points[0].y).toBeGreaterThan(before.points[0].y)
    expect(reliabilityRows(calibration)).toHaveLength(8)
    expect(reliabilityRows(calibration)[0]).toEqual(['47 % to 53 %', '6', '42.9 %', '6', '48.8 %'])
  })

  it('has one line where nothing was fitted', () => {
    expect(reliabilitySeries({ ...calibration, temperature: 1 }).map(({ label }) => label)).toEqual([
      'as sure as right',
      'as trained',
    ])
  })

  it('tells what abstaining leaves, in a rising line', () => {
    const [{ points }] = coverageSeries(calibration)
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).sort((a, b) => a - b))
    expect(coverageRows(calibration)).toHaveLength(21)
    expect(coverageSentence(calibration, 0.81)).toBe(
      'Of the test texts 64.0 % would be answered, and 96.0 % of those rightly.',
    )
    const none = { ...calibration, coverage: [{ threshold: 0.99, share: 0, accuracy: null }] }
    expect(coverageSentence(none, 0.99)).toContain('No test text')
  })
})
