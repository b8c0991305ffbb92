import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { chooseLabels, chooseParts, chooseSingles, type Chosen, type Rows } from './parts.ts'
import { dropRepeats } from './repeats.ts'
import { quoted } from './say.ts'
import type { Survey } from './survey.ts'
import { at } from '../../../../shared/at.ts'

export interface SettleOptions extends Pick<DatasetChoice, 'singleTexts' | 'dropDuplicates'> {
  /** Whether a model is to be trained on it, or only measured: then any labelled text will do. */
  readonly purpose: 'train' | 'measure'
  readonly needsValidation: boolean
}

/** The rows that are used, with their parts as far as the dataset gives them. */
export interface Settled {
  /** Those of the rows that are used. */
  readonly labels: readonly string[]
  /** In the source's order; null for a row that is left out. */
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
  const { rejected } = survey
  if (survey.rows.length === 0) {
    const leftOut = rejected.sentence(0)
    if (leftOut === null) throw fault(`${source} has no rows: choose a dataset with labelled texts.`)
    throw fault(`${source} has no row that can be used: ${leftOut}.`)
  }
  const steps: ((rows: Rows) => Chosen)[] = [
    () => chooseParts(source, survey, options.purpose, options.needsValidation),
    ...(options.purpose === 'measure' ? [] : [(rows: Rows) => chooseLabels(survey, rows)]),
    ...(options.dropDuplicates ? [(rows: Rows) => dropRepeats(survey, rows)] : []),
  ]
  let chosen: Chosen = { rows: survey.rows, findings: [] }
  const take = (step: (rows: Rows) => Chosen) => {
    const { rows, findings } = step(chosen.rows)
    chosen = { rows, findings: [...chosen.findings, ...findings] }
  }
  for (const step of steps) take(step)
  const isAutomatic = chosen.rows.every((row) => row === null || row.split === null)
  if (isAutomatic && options.purpose === 'train') take((rows) => chooseSingles(survey, rows, options.singleTexts))
  const settled = { ...withUsedLabels(survey, chosen.rows), isAutomatic, findings: chosen.findings }
  if (options.purpose === 'train') checkTrainable(source, survey, settled)
  return settled
}

/** Drops the labels whose texts are all left out; a label that never had one stays, as the dataset names it. */
function withUsedLabels({ labels, rows: all }: Survey, rows: Rows): Pick<Settled, 'labels' | 'rows'> {
  const met = new Set(all.map(({ label }) => label))
  const used = new Set(rows.flatMap((row) => (row === null ? [] : [row.label])))
  const kept = labels.flatMap((_, i) => (used.has(i) || !met.has(i) ? [i] : []))
  if (kept.length === labels.length) return { labels, rows }
  const places = new Map(kept.map((old, i) => [old, i]))
  return {
    labels: kept.map((i) => at(labels, i)),
    rows: rows.map((row) => row && { ...row, label: places.get(row.label) ?? row.label }),
  }
}

function checkTrainable(source: string, { rejected, rows: all }: Survey, settled: Settled): void {
  const { labels, rows, isAutomatic, findings } = settled
  const used = new Set(rows.flatMap((row) => (row === null ? [] : [row.label])))
  const said = [rejected.sentence(all.length), ...findings.map(({ sentence }) => sentence.replace(/\.$/, ''))]
  const before = said.flatMap((one) => (one === null ? [] : [`${one}. `])).join('')
  const has = before === '' ? `${source} has` : `${source}: ${before}It has`
  if (used.size === 0) throw fault(`${has} no text left to train on.`)
  if (used.size === 1) {
    const only = quoted(labels.filter((_, i) => used.has(i)))
    throw fault(`${has} one label only, ${only}: a classifier needs texts of at least two.`)
  }
  if (isAutomatic) return
  const count = (split: 'train' | 'test') => rows.filter((row) => row?.split === split).length
  if (count('train') === 0) throw fault(`${has} no text to train on: name a part or a table train.`)
  if (count('test') === 0) throw fault(`${has} no text to test on.`)
  const trained = new Set(rows.flatMap((row) => (row?.split === 'train' ? [row.label] : [])))
  if (trained.size === 1) {
    const only = quoted(labels.filter((_, i) => trained.has(i)))
    throw fault(`${has} one label only in its training part, ${only}: a classifier needs texts of at least two.`)
  }
}

function fault(message: string): LastlayerError {
  return new LastlayerError('dataset', message)
}
