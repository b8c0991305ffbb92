import type { Calibration, Reliability } from '../../src/shared/calibration.ts'
import { differenceSentence } from '../../src/shared/judgement.ts'
import type { ComparedFigures, RunComparison } from '../../src/shared/run-comparison.ts'
import type { RunReport } from '../../src/shared/run-events.ts'
import type { Metrics } from '../../src/shared/figures.ts'
import type { Interval, PairedDifference, Yardstick, YardstickName } from '../../src/shared/yardsticks.ts'

/** What a run would be held against: the others between the untrained and the tuned model. */
export function yardsticksOf(before: Metrics, after: Metrics, between: (share: number) => Metrics): Yardstick[] {
  const ways: [YardstickName, Metrics][] = [
    ['majority', { ...before, accuracy: 1 / before.perClass.length, macroF1: 1 / 3 }],
    ['words', between(0.83)],
    ['untrained', before],
    ['frozen', between(0.97)],
    ['tuned', after],
  ]
  return ways.map(([name, metrics]) => ({
    name,
    metrics,
    accuracy: around(metrics.accuracy),
    macroF1: around(metrics.macroF1 ?? 0),
    trainedOn: name === 'untrained' ? 0 : 800,
    gain: name === 'tuned' ? null : gainOf(metrics, after),
    seconds: 0.4,
  }))
}

function around(value: number): Interval {
  return [Math.max(0, value - 0.05), Math.min(1, value + 0.04)]
}

/** What the second gains over the first, as if both were seldom right on different texts. */
export function gainOf(first: Metrics, second: Metrics): PairedDifference {
  const difference = second.accuracy - first.accuracy
  const change = { difference, interval: [difference - 0.04, difference + 0.04] as Interval }
  const p = Math.exp(-60 * Math.abs(difference))
  return {
    texts: second.examples,
    onlyFirst: 8,
    onlySecond: 8 + Math.round(200 * difference),
    p,
    accuracy: change,
    macroF1: change,
  }
}

/** A model that is surer than it is right, which a temperature mends. */
export function calibrationOf(accuracy: number, texts: number): Calibration {
  const reliability = (excess: number): Reliability => ({
    error: Math.abs(excess),
    bins: Array.from({ length: 15 }, (_, i) => {
      const confidence = i < 7 ? null : (i + 0.5) / 15
      const count = i < 7 ? 0 : Math.round((texts * (i - 6)) / 36)
      return {
        from: i / 15,
        to: (i + 1) / 15,
        count,
        confidence,
        accuracy: confidence === null ? null : confidence - excess,
      }
    }),
  })
  const coverage = [...Array.from({ length: 20 }, (_, i) => i / 20), 0.99].map((threshold) => ({
    threshold,
    share: threshold <= 0.5 ? 1 : 1 - ((threshold - 0.5) / 0.5) ** 2,
    accuracy: accuracy + (1 - accuracy) * Math.max(0, 2 * threshold - 1),
  }))
  return { temperature: 1.62, before: reliability(0.071), after: reliability(0.012), coverage }
}

/** Runs are of the same test texts if they have the same labels. */
export function comparisonOf(first: RunReport | null, second: RunReport | null): RunComparison {
  const labels = (report: RunReport | null) => report?.after.perClass.map(({ label }) => label).join() ?? ''
  if (first === null || second === null || labels(first) !== labels(second)) {
    const sentences = ['The runs have different labels: nothing can be compared.']
    return { common: 0, onlyFirst: 200, onlySecond: 200, gain: null, figures: null, sentences }
  }
  const gain = gainOf(first.after, second.after)
  const sentences = [differenceSentence(gain, 'accuracy'), 'Both were measured on the same 200 test texts.']
  const figuresOf = ({ after: { accuracy, macroF1 = null } }: RunReport): ComparedFigures => {
    const intervals = { accuracy: around(accuracy), macroF1: macroF1 === null ? null : around(macroF1) }
    return { accuracy, macroF1, intervals }
  }
  return { common: 200, onlyFirst: 0, onlySecond: 0, gain, figures: [figuresOf(first), figuresOf(second)], sentences }
}
