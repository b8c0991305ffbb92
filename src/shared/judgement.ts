import { at } from './at.ts'
import { figures, type Metrics, type MetricsInShort } from './figures.ts'
import { leadFigure, type LeadKey } from './lead-figure.ts'
import type { RunReport } from './run-events.ts'
import type { Interval, PairedDifference, Yardstick, YardstickName } from './yardsticks.ts'

/** How a label of the person's stands within a sentence. */
export type Quote = (label: string) => string

const listed = 5
/** What is more than chance. */
const level = 0.05

/** Whether a difference is more than chance: of accuracy by McNemar's test; of macro F1, which that is not about, by the interval. */
export type Chance = { readonly isBeyond: boolean } & (
  { readonly by: 'test'; readonly p: number } | { readonly by: 'interval'; readonly interval: Interval }
)

/** The ways to answer that training is to be better than. */
type Outdone = Extract<YardstickName, 'words' | 'frozen'>

/** One thing that a person who does not know the field must be told of a result. */
export type Judgement =
  | { readonly kind: 'useless'; readonly label: string }
  | { readonly kind: 'worse'; readonly before: number; readonly after: number }
  | { readonly kind: 'majority'; readonly label: string; readonly accuracy: number }
  /** `others`: how many labels more than the first few. */
  | { readonly kind: 'never'; readonly labels: readonly string[]; readonly others: number }
  | {
      readonly kind: 'gain'
      readonly over: Outdone
      readonly key: LeadKey
      readonly gain: number
      readonly chance: Chance
    }
  /** What a gain of macro F1 cost. */
  | { readonly kind: 'cost'; readonly over: Outdone; readonly loss: number; readonly chance: Chance }
  | {
      readonly kind: 'nothing' | 'lost'
      readonly over: Outdone
      readonly key: LeadKey
      readonly tuned: number
      readonly other: number
    }
  /** Of very many training texts, the yardsticks had some. */
  | { readonly kind: 'drawn'; readonly some: number; readonly all: number }

/** What a result is worth. Nothing of an older report, which has no yardsticks. */
export function judgements({
  before,
  after,
  yardsticks,
}: Pick<RunReport, 'before' | 'after' | 'yardsticks'>): Judgement[] {
  const find = (name: YardstickName): Yardstick | undefined => yardsticks.find((one) => one.name === name)
  const tuned = find('tuned')
  if (tuned === undefined) return []
  return [
    ...ofUseless(before, after),
    ...ofMajority(find('majority'), tuned),
    ...neverAnswered(tuned.metrics),
    ...ofTraining('words', find('words'), tuned),
    ...ofTraining('frozen', find('frozen'), tuned),
    ...ofDrawn(find('words'), tuned),
  ]
}

/** A model that has learnt nothing, or worse. */
function ofUseless(before: MetricsInShort, after: Metrics): Judgement[] {
  const { confusion, perClass } = after
  const answered = perClass.filter((_, said) => confusion.some((row) => at(row, said) > 0))
  const known = perClass.filter(({ support }) => support > 0)
  const [only, ...others] = answered
  const found: Judgement[] = []
  if (only !== undefined && others.length === 0 && known.length > 1) found.push({ kind: 'useless', label: only.label })
  if (after.loss > before.loss) found.push({ kind: 'worse', before: before.loss, after: after.loss })
  return found
}

function ofMajority(majority: Yardstick | undefined, { accuracy }: Yardstick): Judgement[] {
  if (majority === undefined || accuracy[0] > majority.metrics.accuracy) return []
  const { confusion, perClass } = majority.metrics
  const label = perClass.find((_, said) => confusion.some((row) => at(row, said) > 0))?.label
  return label === undefined ? [] : [{ kind: 'majority', label, accuracy: majority.metrics.accuracy }]
}

function neverAnswered({ confusion, perClass }: Metrics): Judgement[] {
  const never = perClass.filter(({ support }, said) => support > 0 && confusion.every((row) => at(row, said) === 0))
  if (never.length === 0) return []
  const labels = never.slice(0, listed).map(({ label }) => label)
  return [{ kind: 'never', labels, others: never.length - labels.length }]
}

function ofTraining(over: Outdone, other: Yardstick | undefined, tuned: Yardstick): Judgement[] {
  const gain = other?.gain ?? null
  if (other === undefined || gain === null) return []
  const { key } = leadFigure(tuned.metrics)
  const { difference, interval } = gain[key]
  if (difference > 0) {
    const loss = -gain.accuracy.difference
    return [
      { kind: 'gain', over, key, gain: difference, chance: chanceOf(gain, key) },
      ...(loss > 0 ? [{ kind: 'cost' as const, over, loss, chance: chanceOf(gain, 'accuracy') }] : []),
    ]
  }
  const values = { tuned: tuned.metrics[key] ?? 0, other: other.metrics[key] ?? 0 }
  return [{ kind: interval[1] < 0 ? 'lost' : 'nothing', over, key, ...values }]
}

function ofDrawn(words: Yardstick | undefined, { trainedOn }: Yardstick): Judgement[] {
  if (words === undefined || words.trainedOn >= trainedOn) return []
  return [{ kind: 'drawn', some: words.trainedOn, all: trainedOn }]
}

function chanceOf({ p, macroF1 }: PairedDifference, key: LeadKey): Chance {
  if (key === 'accuracy') return { isBeyond: p < level, by: 'test', p }
  const { interval } = macroF1
  return { isBeyond: interval[0] > 0 || interval[1] < 0, by: 'interval', interval }
}

/** What a result is worth, in sentences. */
export function judge(report: Parameters<typeof judgements>[0], quote: Quote): string[] {
  return judgements(report).map((one) => sentenceOf(one, quote))
}

function sentenceOf(one: Judgement, quote: Quote): string {
  switch (one.kind) {
    case 'useless':
      return `This model is useless: it answers ${quote(one.label)} to every text.`
    case 'worse': {
      const losses = `from ${one.before.toFixed(2)} to ${one.after.toFixed(2)}`
      return `Training made it worse than it was: the loss on the test texts rose ${losses}. Train again with a lower learning rate.`
    }
    case 'majority':
      return `Always answering ${quote(one.label)} would be right in ${percent(one.accuracy)}.`
    case 'never': {
      const more = one.others > 0 ? [`${one.others} other labels`] : []
      const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format([...one.labels.map(quote), ...more])
      return `It never answers ${list}.`
    }
    case 'gain':
      return `The gain of ${points(one.gain)} of ${figures[one.key].title} over ${names[one.over]} is ${chanceText(one.chance)}.`
    case 'cost':
      return `The loss of ${points(one.loss)} of accuracy against ${names[one.over]} is ${chanceText(one.chance)}.`
    case 'lost':
    case 'nothing': {
      const values = `${figures[one.key].title} ${percent(one.tuned)} against ${percent(one.other)}`
      return `Training ${one.kind === 'lost' ? 'lost against' : 'gained nothing over'} ${names[one.over]}: ${values}.`
    }
    case 'drawn': {
      const [some, all] = [one.some, one.all].map((texts) => texts.toLocaleString('en'))
      return `Words alone and the frozen backbone learned from ${some} of the ${all} training texts, drawn by seed.`
    }
  }
}

const names: Readonly<Record<Outdone, string>> = { words: 'words alone', frozen: 'the frozen backbone' }

/** What the second of two runs gains over the first on the same texts, in one sentence. */
export function differenceSentence(gain: PairedDifference, key: LeadKey): string {
  const { difference } = gain[key]
  if (gain.onlyFirst + gain.onlySecond === 0) return 'Both are right on the same texts.'
  const word = difference < 0 ? 'loss' : 'gain'
  return `The ${word} of ${points(Math.abs(difference))} of ${figures[key].title} is ${chanceText(chanceOf(gain, key))}.`
}

function chanceText(chance: Chance): string {
  const proof =
    chance.by === 'test'
      ? `p ${chance.p < 0.001 ? '< 0.001' : `= ${chance.p.toFixed(chance.p < 0.1 ? 3 : 2)}`}`
      : `95 %: ${signed(chance.interval[0])} to ${signed(chance.interval[1])}`
  return `${chance.isBeyond ? 'beyond' : 'within'} chance (${proof})`
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
