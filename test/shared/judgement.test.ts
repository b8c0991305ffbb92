import { describe, expect, test } from 'vitest'
import { judgementSentence } from '../../src/renderer/results/worth/judgement-words.ts'
import type { Metrics } from '../../src/shared/figures.ts'
import { differenceSentence, judge as judgeInEnglish, judgements } from '../../src/shared/judgement.ts'
import { isUneven, leadFigure } from '../../src/shared/lead-figure.ts'
import type { PairedDifference, Yardstick, YardstickName } from '../../src/shared/yardsticks.ts'
import { metricsOf } from '../support/run-report.ts'

const quote = (label: string) => `"${label}"`

/** What the command line says, which is what the window says in English. */
function judge(...[report]: Parameters<typeof judgements>): string[] {
  const told = judgeInEnglish(report, quote)
  const inWindow = judgements(report).map((one) => judgementSentence(one).replace(/“\u2068(.*?)\u2069”/g, '"$1"'))
  expect(inWindow).toEqual(told)
  return told
}

/** 967 ham and 33 spam, with so many of each found. */
function mail(ham: number, spam: number): Metrics {
  const confusion = [
    [ham, 967 - ham],
    [33 - spam, spam],
  ]
  const supports = [967, 33]
  const perClass = ['ham', 'spam'].map((label, i) => ({ label, precision: 0, recall: 0, f1: 0, support: supports[i] }))
  return { ...metricsOf(0.5, 0.5), perClass, confusion, accuracy: (ham + spam) / 1000, macroF1: 0.49 }
}

function gainOf(difference: number, p: number, half = 0.02): PairedDifference {
  const change = { difference, interval: [difference - half, difference + half] as [number, number] }
  return { texts: 1000, onlyFirst: 30, onlySecond: 40, p, accuracy: change, macroF1: change }
}

function yardstick(name: YardstickName, metrics: Metrics, more: Partial<Yardstick> = {}): Yardstick {
  const { accuracy } = metrics
  return {
    name,
    metrics,
    accuracy: [accuracy - 0.01, accuracy + 0.01],
    macroF1: null,
    trainedOn: 100,
    gain: null,
    seconds: 1,
    ...more,
  }
}

/** Before and after training. */
const losses = (before: number, after: number, metrics = metricsOf(0.5, 0.5)) => ({
  before: { ...metricsOf(0.5, 0.5), loss: before },
  after: { ...metrics, loss: after },
})

describe('judge', () => {
  test('says that a model is useless which answers one label to everything', () => {
    const yardsticks = [yardstick('tuned', mail(967, 0))]
    const [first] = judge({ ...losses(0.7, 0.2, mail(967, 0)), yardsticks })
    expect(first).toBe('This model is useless: it answers "ham" to every text.')
    expect(judge({ ...losses(0.7, 0.2, mail(900, 1)), yardsticks })).not.toContain(first)
  })

  test('says what accuracy a gain of macro F1 cost', () => {
    const accuracy = { difference: -0.04, interval: [-0.093, 0.013] as [number, number] }
    const gain = { ...gainOf(0.097, 0.156, 0.05), accuracy }
    const tuned = yardstick('tuned', mail(900, 20))
    const yardsticks = [yardstick('words', mail(960, 1), { gain }), tuned]
    expect(judge({ ...losses(0.7, 0.2, mail(900, 20)), yardsticks })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^The gain of 9\.7 points of macro F1 over words alone is beyond chance/),
        'The loss of 4.0 points of accuracy against words alone is within chance (p = 0.16).',
      ]),
    )
  })

  test('says that training made it worse where the loss rose', () => {
    const yardsticks = [yardstick('tuned', metricsOf(0.8, 0.8))]
    expect(judge({ ...losses(0.69, 2.5), yardsticks })).toEqual([
      'Training made it worse than it was: the loss on the test texts rose from 0.69 to 2.50. Train again with a lower learning rate.',
    ])
    expect(judge({ ...losses(0.69, 0.69), yardsticks })).toEqual([])
  })

  test('warns where the commonest label alone does as well, and of a label that is never answered', () => {
    const yardsticks = [yardstick('majority', mail(967, 0)), yardstick('tuned', mail(967, 0))]
    expect(judge({ ...losses(1, 0.5), yardsticks })).toEqual([
      'Always answering "ham" would be right in 96.7 %.',
      'It never answers "spam".',
    ])
  })

  test('does not where the interval lies above the commonest label', () => {
    const yardsticks = [yardstick('majority', metricsOf(0.5, 0.3)), yardstick('tuned', metricsOf(0.8, 0.8))]
    expect(judge({ ...losses(1, 0.5), yardsticks })).toEqual([])
  })

  test.each([
    [gainOf(0.012, 0.31), 'The gain of 1.2 points of accuracy over words alone is within chance (p = 0.31).'],
    [gainOf(0.062, 0.0002), 'The gain of 6.2 points of accuracy over words alone is beyond chance (p < 0.001).'],
    [gainOf(-0.01, 0.5), 'Training gained nothing over words alone: accuracy 80.0 % against 81.0 %.'],
    [gainOf(-0.06, 0.001), 'Training lost against words alone: accuracy 80.0 % against 81.0 %.'],
  ])('says what training gained over words alone', (gain, sentence) => {
    const words = yardstick('words', metricsOf(0.81, 0.8), { gain })
    expect(judge({ ...losses(1, 0.5), yardsticks: [words, yardstick('tuned', metricsOf(0.8, 0.8))] })).toEqual([
      sentence,
    ])
  })

  test('says so where a yardstick had only some of the training texts', () => {
    const words = yardstick('words', metricsOf(0.7, 0.7), { trainedOn: 20_000 })
    const tuned = yardstick('tuned', metricsOf(0.8, 0.8), { trainedOn: 50_000 })
    expect(judge({ ...losses(1, 0.5), yardsticks: [words, tuned] }).join()).toContain(
      '20,000 of the 50,000 training texts',
    )
  })

  test('has nothing to say of a report without yardsticks', () => {
    expect(judge({ ...losses(1, 0.5), yardsticks: [] })).toEqual([])
  })
})

describe('The lead figure', () => {
  test('is accuracy where labels are even, macro F1 where one has twice the texts of another', () => {
    expect(leadFigure(metricsOf(0.8, 0.8)).key).toBe('accuracy')
    expect(leadFigure(mail(967, 0)).key).toBe('macroF1')
    const perClass = [66, 34].map((support) => ({ label: String(support), support, precision: 0, recall: 0, f1: 0 }))
    expect(isUneven(perClass)).toBe(false)
    expect(isUneven([...perClass, { support: 33 }])).toBe(true)
  })

  test('is accuracy where macro F1 was not measured', () => {
    expect(leadFigure({ ...mail(967, 0), macroF1: null }).key).toBe('accuracy')
  })
})

describe('differenceSentence', () => {
  test.each([
    [gainOf(0.012, 0.31), 'accuracy' as const, 'The gain of 1.2 points of accuracy is within chance (p = 0.31).'],
    [gainOf(-0.04, 0.012), 'accuracy' as const, 'The loss of 4.0 points of accuracy is beyond chance (p = 0.012).'],
    [
      gainOf(0.01, 0.001),
      'macroF1' as const,
      'The gain of 1.0 points of macro F1 is within chance (95 %: −1.0 to +3.0).',
    ],
    [
      gainOf(0.03, 0.5),
      'macroF1' as const,
      'The gain of 3.0 points of macro F1 is beyond chance (95 %: +1.0 to +5.0).',
    ],
  ])('says whether a difference is more than chance', (gain, key, sentence) => {
    expect(differenceSentence(gain, key)).toBe(sentence)
  })
})
