import { at } from './at.ts'
import { figures, type Metrics, type MetricsInShort } from './figures.ts'
import { leadFigure, type LeadKey } from './lead-figure.ts'
import type { RunReport } from './run-events.ts'
import type { PairedDifference, Yardstick, YardstickName } from './yardsticks.ts'

/** How a label of the person's stands within a sentence. */
export type Quote = (label: string) => string

const listed = 5
/** What is more than chance. */
const level = 0.05

/**
 * What a result is worth, in sentences: what a person who does not know the field must be told. None of an older report,
 * which has no yardsticks.
 */
export function judge(
  { before, after, yardsticks }: Pick<RunReport, 'before' | 'after' | 'yardsticks'>,
  quote: Quote,
): string[] {
  const find = (name: YardstickName): Yardstick | undefined => yardsticks.find((one) => one.name === name)
  const tuned = find('tuned')
  if (tuned === undefined) return []
  return [
    ...ofUseless(before, after, quote),
    ...ofMajority(find('majority'), tuned, quote),
    ...neverAnswered(tuned.metrics, quote),
    ...ofTraining(find('words'), tuned, 'words alone'),
    ...ofTraining(find('frozen'), tuned, 'the frozen backbone'),
    ...ofDrawn(find('words'), tuned),
  ]
}

/** A model that has learnt nothing, or worse. */
function ofUseless(before: MetricsInShort, after: Metrics, quote: Quote): string[] {
  const { confusion, perClass } = after
  const answered = perClass.filter((_, said) => confusion.some((row) => at(row, said) > 0))
  const known = perClass.filter(({ support }) => support > 0)
  const [only, ...others] = answered
  const sentences: string[] = []
  if (only !== undefined && others.length === 0 && known.length > 1) {
    sentences.push(`This model is useless: it answers ${quote(only.label)} to every text.`)
  }
  if (after.loss > before.loss) {
    const losses = `from ${before.loss.toFixed(2)} to ${after.loss.toFixed(2)}`
    const advice = 'Train again with a lower learning rate.'
    sentences.push(`Training made it worse than it was: the loss on the test texts rose ${losses}. ${advice}`)
  }
  return sentences
}

function ofMajority(majority: Yardstick | undefined, { accuracy }: Yardstick, quote: Quote): string[] {
  if (majority === undefined || accuracy[0] > majority.metrics.accuracy) return []
  const { confusion, perClass } = majority.metrics
  const label = perClass.find((_, said) => confusion.some((row) => at(row, said) > 0))?.label
  if (label === undefined) return []
  return [`Always answering ${quote(label)} would be right in ${percent(majority.metrics.accuracy)}.`]
}

function neverAnswered({ confusion, perClass }: Metrics, quote: Quote): string[] {
  const never = perClass.filter(({ support }, said) => support > 0 && confusion.every((row) => at(row, said) === 0))
  if (never.length === 0) return []
  const named = never.slice(0, listed).map(({ label }) => quote(label))
  const more = never.length > listed ? [`${never.length - listed} other labels`] : []
  return [`It never answers ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format([...named, ...more])}.`]
}

function ofTraining(other: Yardstick | undefined, tuned: Yardstick, name: string): string[] {
  const gain = other?.gain ?? null
  if (other === undefined || gain === null) return []
  const { key, title } = leadFigure(tuned.metrics)
  const { difference, interval } = gain[key]
  if (difference > 0) {
    const sentence = `The gain of ${points(difference)} of ${title} over ${name} is ${ofChance(gain, key)}.`
    return [sentence, ...ofLostAccuracy(gain, name)]
  }
  const values = `${title} ${percent(tuned.metrics[key] ?? 0)} against ${percent(other.metrics[key] ?? 0)}`
  const isWorse = interval[1] < 0
  return [`Training ${isWorse ? 'lost against' : 'gained nothing over'} ${name}: ${values}.`]
}

/** What a gain of macro F1 cost. */
function ofLostAccuracy(gain: PairedDifference, name: string): string[] {
  const { difference } = gain.accuracy
  if (difference >= 0) return []
  return [`The loss of ${points(-difference)} of accuracy against ${name} is ${ofChance(gain, 'accuracy')}.`]
}

/** Of very many training texts, the yardsticks had some. */
function ofDrawn(words: Yardstick | undefined, { trainedOn }: Yardstick): string[] {
  if (words === undefined || words.trainedOn >= trainedOn) return []
  const [some, all] = [words.trainedOn, trainedOn].map((texts) => texts.toLocaleString('en'))
  return [`Words alone and the frozen backbone learned from ${some} of the ${all} training texts, drawn by seed.`]
}

/** What the second of two runs gains over the first on the same texts, in one sentence. */
export function differenceSentence(gain: PairedDifference, key: LeadKey): string {
  const { difference } = gain[key]
  if (gain.onlyFirst + gain.onlySecond === 0) return 'Both are right on the same texts.'
  const word = difference < 0 ? 'loss' : 'gain'
  return `The ${word} of ${points(Math.abs(difference))} of ${figures[key].title} is ${ofChance(gain, key)}.`
}

/** By McNemar's test; of macro F1, which that is not about, by the interval. */
function ofChance({ p, macroF1 }: PairedDifference, key: LeadKey): string {
  if (key === 'accuracy') {
    const value = p < 0.001 ? '< 0.001' : `= ${p.toFixed(p < 0.1 ? 3 : 2)}`
    return `${p < level ? 'beyond' : 'within'} chance (p ${value})`
  }
  const [low, high] = macroF1.interval
  const isBeyond = low > 0 || high < 0
  return `${isBeyond ? 'beyond' : 'within'} chance (95 %: ${signed(low)} to ${signed(high)})`
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`
}

function points(difference: number): string {
  return `${(100 * difference).toFixed(1)} points`
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${(100 * Math.abs(difference)).toFixed(1)}`
}
