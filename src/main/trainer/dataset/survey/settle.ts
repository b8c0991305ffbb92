import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { english } from '../../../../shared/said.ts'
import { alikeKey } from '../labels/spelling.ts'
import { chooseLabels, chooseParts, chooseSingles, type Chosen, type PartOptions } from './parts.ts'
import { dropRepeats } from './repeats.ts'
import { countRows, countUsed, sumOf, type Rows } from './rows.ts'
import { quoted } from './say.ts'
import type { Survey } from './survey.ts'
import { at } from '../../../../shared/at.ts'

export type SettleOptions = PartOptions & Pick<DatasetChoice, 'singleTexts' | 'dropDuplicates'>

/** The rows that are used, with their parts as far as the dataset gives them. */
export interface Settled {
  /** Those of the rows that are used. */
  readonly labels: readonly string[]
  readonly rows: Rows
  /** Whether the dataset leaves the split to Lastlayer. */
  readonly isAutomatic: boolean
  readonly findings: readonly FindingInput[]
}

/**
 * Settles which rows are used, and as what.
 * @throws LastlayerError `dataset` if a model cannot be trained and tested on them, saying first what was left out
 */
export function settle(source: string, survey: Survey, options: SettleOptions): Settled {
  const { rejected, labels } = survey
  const given = countUsed(countRows(survey.rows, labels.length))
  if (sumOf(given) === 0) {
    const leftOut = rejected.sentence(0)
    if (leftOut === null) throw fault(`${source} has no rows: choose a dataset with labelled texts.`)
    throw fault(`${source} has no row that can be used: ${leftOut}.`)
  }
  const steps: ((rows: Rows) => Chosen)[] = [
    () => chooseParts(source, survey, options),
    ...(options.purpose === 'measure' ? [] : [(rows: Rows) => chooseLabels(survey, rows)]),
    ...(options.dropDuplicates ? [(rows: Rows) => dropRepeats(survey, rows)] : []),
  ]
  let chosen: Chosen = { rows: survey.rows, findings: [] }
  const take = (step: (rows: Rows) => Chosen) => {
    const { rows, findings } = step(chosen.rows)
    chosen = { rows, findings: [...chosen.findings, ...findings] }
  }
  for (const step of steps) take(step)
  const counts = countRows(chosen.rows, labels.length)
  const isAutomatic = sumOf(counts.undecided) === sumOf(countUsed(counts))
  if (isAutomatic && options.purpose === 'train') take((rows) => chooseSingles(survey, rows, options.singleTexts))
  const settled = { ...withUsedLabels(labels, given, chosen.rows), isAutomatic, findings: chosen.findings }
  if (options.purpose === 'train') checkTrainable(source, rejected.sentence(sumOf(given)), labels, settled)
  return settled
}

/**
 * Drops the labels whose texts are all left out; a label that never had one stays, as the dataset names it.
 * @param given how many texts each label had
 */
function withUsedLabels(labels: readonly string[], given: Uint32Array, rows: Rows): Pick<Settled, 'labels' | 'rows'> {
  const used = countUsed(countRows(rows, labels.length))
  const kept = labels.flatMap((_, i) => (at(used, i) > 0 || at(given, i) === 0 ? [i] : []))
  if (kept.length === labels.length) return { labels, rows }
  const places = new Map(kept.map((old, i) => [old, i]))
  return {
    labels: kept.map((i) => at(labels, i)),
    rows: { ...rows, label: rows.label.map((label) => places.get(label) ?? 0) },
  }
}

/**
 * @param leftOut what was said of rows that could not be read
 * @param given the labels that there were before some were left out
 */
function checkTrainable(source: string, leftOut: string | null, given: readonly string[], settled: Settled): void {
  const { labels, rows, isAutomatic, findings } = settled
  const counts = countRows(rows, labels.length)
  const labelsIn = (some: Uint32Array) => labels.filter((_, i) => at(some, i) > 0)
  const used = labelsIn(countUsed(counts))
  const said = [leftOut, ...findings.map(({ sentence }) => english(sentence).replace(/\.$/, ''))]
  const before = said.flatMap((one) => (one === null ? [] : [`${one}. `])).join('')
  const has = before === '' ? `${source} has` : `${source}: ${before}It has`
  if (used.length === 0) throw fault(`${has} no text left to train on.`)
  if (used.length === 1) {
    throw fault(`${has} one label only, ${english(quoted(used))}: a classifier needs texts of at least two.`)
  }
  if (isAutomatic) return
  const trained = labelsIn(counts.train)
  if (trained.length === 0) throw fault(`${has} no text to train on: name a part or a table train.`)
  if (sumOf(counts.test) === 0) throw fault(`${has} no text to test on${howToTest(given, labels)}.`)
  if (trained.length === 1) {
    const only = english(quoted(trained))
    throw fault(`${has} one label only in its training part, ${only}: a classifier needs texts of at least two.`)
  }
}

/** What makes a test part of one whose labels were not those that are trained. */
function howToTest(given: readonly string[], trained: readonly string[]): string {
  const keys = new Set(trained.map(alikeKey))
  const others = given.filter((label) => !trained.includes(label))
  if (others.some((label) => keys.has(alikeKey(label)))) {
    return ': labels that differ in case, blanks or punctuation only become one with --merge-case'
  }
  return others.length > 0
    ? ': give the labels the same names with --label-map'
    : ': make the parts anew with --resplit'
}

function fault(message: string): LastlayerError {
  return new LastlayerError('dataset', message)
}
