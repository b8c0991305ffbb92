import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { counted, placeOf, quoted } from './say.ts'
import type { Survey, SurveyedRow } from './survey.ts'
import { at } from '../../../../shared/at.ts'

/** The rows in the source's order; null for one that is left out. */
export type Rows = readonly (SurveyedRow | null)[]

export interface Chosen {
  readonly rows: Rows
  readonly findings: readonly FindingInput[]
}

const where = 'its texts can be predicted: predict --file'

/**
 * Settles what becomes of the parts that a dataset has. A test part without labels is left out; without a test part the
 * validation part is the test part; without either, the parts are made of all rows, whose split is null then.
 * @throws LastlayerError `dataset` where a part has rows and none of them can be used
 */
export function chooseParts(
  source: string,
  survey: Survey,
  purpose: 'train' | 'measure',
  needsValidation: boolean,
): Chosen {
  const has = (split: Split) => rows.some((row) => row?.split === split)
  const findings: FindingInput[] = []
  const say = (sentence: string) => findings.push({ kind: 'split', severity: 'note', sentence })
  let rows: Rows = survey.rows
  const unlabelled: Split[] = []
  for (const split of ['validation', 'test'] as const) {
    if (!isUnlabelled(survey, split, purpose)) continue
    unlabelled.push(split)
    const only = survey.rows.find((row) => row.split === split)
    rows = rows.map((row) => (row?.split === split ? null : row))
    const label = only === undefined ? '' : at(survey.labels, only.label)
    const which = ['', '-1'].includes(label) ? 'labels' : `label but ${quoted([label])}, as if it had none,`
    say(`The ${split} part has no ${which} and is left out; ${where}.`)
  }
  for (const split of ['train', 'validation', 'test'] as const) {
    const rejected = survey.rejected.ofPart(split)
    if (has(split) || unlabelled.includes(split) || rejected === null) continue
    const why = `${placeOf(rejected.first)}: ${rejected.first.reason}`
    throw new LastlayerError('dataset', `The ${named(split)} part of ${source} has no row that can be used: ${why}`)
  }
  const move = (from: Split, to: Split | null) => {
    rows = rows.map((row) => (row?.split === from ? { ...row, split: to } : row))
  }
  if (has('validation') && !has('test')) {
    move('validation', 'test')
    say('The validation part is used as the test part, as there is none with labels.')
  } else if (has('validation') && !needsValidation && purpose === 'train') {
    const unused = rows.filter((row) => row?.split === 'validation').length
    rows = rows.map((row) => (row?.split === 'validation' ? null : row))
    say(
      `The validation part, ${counted(unused, 'text')}, is not used: it is for choosing by --keep best or --patience.`,
    )
  }
  if (has('train') && !has('test')) {
    move('train', null)
    say('There is no test part: one is set aside from the training part.')
  }
  return { rows, findings }
}

/** Whether no row of a part has a label, or all have one that no training text has, such as -1. */
function isUnlabelled({ rows, labels, rejected }: Survey, split: Split, purpose: 'train' | 'measure'): boolean {
  const own = rows.filter((row) => row.split === split)
  const out = rejected.ofPart(split)
  if (own.length === 0) return out !== null && out.unlabelled === out.count
  const different = new Set(own.map(({ label }) => label))
  if (different.size > 1) return false
  const [label = 0] = different
  if (purpose === 'measure') return at(labels, label) === '-1'
  return rows.some((row) => row.split === 'train') && !rows.some((row) => row.split === 'train' && row.label === label)
}

/**
 * Leaves out the test and validation texts whose label no training text has: no answer to them could be right. Says which
 * labels cannot be tested.
 */
export function chooseLabels({ labels }: Survey, rows: Rows): Chosen {
  const has = (split: Split, label: number) => counts[split].has(label)
  const counts = { train: new Set<number>(), validation: new Set<number>(), test: new Set<number>() }
  for (const row of rows) if (row !== null && row.split !== null) counts[row.split].add(row.label)
  if (counts.train.size === 0) return { rows, findings: [] }
  const isForeign = (row: SurveyedRow | null) =>
    row !== null && row.split !== null && row.split !== 'train' && !has('train', row.label)
  const foreign = rows.filter(isForeign)
  const untrained = labels.filter((_, i) => !has('train', i) && (has('test', i) || has('validation', i)))
  const untested = labels.filter((_, i) => has('train', i) && !has('test', i))
  const findings: FindingInput[] = []
  if (foreign.length > 0) {
    const verb = foreign.length === 1 ? 'is' : 'are'
    const sentence =
      `No training text has ${labelled(untrained)}: ` +
      `${counted(foreign.length, 'text')} of the other parts ${verb} left out.`
    findings.push({ kind: 'split', severity: 'warning', sentence })
  }
  if (untested.length > 0 && labels.some((_, i) => has('train', i) && has('test', i))) {
    const sentence = `No test text has ${labelled(untested)}: how well the model tells that cannot be measured.`
    findings.push({ kind: 'split', severity: 'warning', sentence })
  }
  return { rows: foreign.length === 0 ? rows : rows.map((row) => (isForeign(row) ? null : row)), findings }
}

/** Leaves out labels with one text where the parts are made by Lastlayer: they cannot be both trained and tested. */
export function chooseSingles({ labels }: Survey, rows: Rows, singleTexts: 'leave-out' | 'train'): Chosen {
  const counts = new Array<number>(labels.length).fill(0)
  for (const row of rows) if (row !== null) counts[row.label] = at(counts, row.label) + 1
  const single = labels.filter((_, i) => counts[i] === 1)
  if (single.length === 0) return { rows, findings: [] }
  const isOne = single.length === 1
  const which = isOne ? `Label ${quoted(single)} has one text` : `Labels ${quoted(single)} have one text each`
  if (singleTexts === 'train') {
    const sentence = `${which}, which ${isOne ? 'is' : 'are'} trained on and cannot be tested.`
    return { rows, findings: [{ kind: 'split', severity: 'note', sentence }] }
  }
  const fix = { title: 'Train on it', change: { singleTexts: 'train' as const } }
  const sentence = `${which} and ${isOne ? 'is' : 'are'} left out: no text can be both trained on and tested.`
  return {
    rows: rows.map((row) => (row !== null && counts[row.label] === 1 ? null : row)),
    findings: [{ kind: 'split', severity: 'warning', sentence, fixes: [fix] }],
  }
}

function labelled(labels: readonly string[]): string {
  return `the ${labels.length === 1 ? 'label' : 'labels'} ${quoted(labels)}`
}

function named(split: Split): string {
  return split === 'train' ? 'training' : split
}
