import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { madeAnew } from '../layout/part-columns.ts'
import { countRows, countUsed, partCode, partNames, sumOf, type PartName, type RowCounts, type Rows } from './rows.ts'
import { placeOf, quoted } from './say.ts'
import type { Survey } from './survey.ts'
import { at } from '../../../../shared/at.ts'
import { english, join, say, type Said } from '../../../../shared/said.ts'

export interface Chosen {
  readonly rows: Rows
  readonly findings: readonly FindingInput[]
}

export interface PartOptions extends Pick<DatasetChoice, 'resplit'> {
  /** Whether a model is to be trained on it, or only measured: then any labelled text will do. */
  readonly purpose: 'train' | 'measure'
  readonly needsValidation: boolean
}

/**
 * Settles what becomes of the parts that a dataset has. A test part without labels is left out; without a test part the
 * validation part is the test part; without either, and to `resplit`, the parts are made of all rows, which are undecided
 * then.
 * @throws LastlayerError `dataset` where a part has rows and none of them can be used
 */
export function chooseParts(
  source: string,
  survey: Survey,
  { purpose, needsValidation, resplit }: PartOptions,
): Chosen {
  const { rows, labels, rejected } = survey
  const counts = countRows(rows, labels.length)
  const becomes: Record<Split, PartName> = { train: 'train', validation: 'validation', test: 'test' }
  const has = (split: Split) => splits.some((from) => becomes[from] === split && sumOf(counts[from]) > 0)
  const findings: FindingInput[] = []
  const note = (sentence: Said) => findings.push({ kind: 'split', severity: 'note', sentence })
  const unlabelled: Split[] = []
  for (const split of ['validation', 'test'] as const) {
    if (!isUnlabelled(survey, counts, split, purpose)) continue
    unlabelled.push(split)
    becomes[split] = 'leftOut'
    const label = labels.find((_, i) => at(counts[split], i) > 0) ?? ''
    const part = partTitle(split)
    note(
      ['', '-1'].includes(label)
        ? say('The {{part}} has no labels and is left out; its texts can be predicted: predict --file.', { part })
        : say(
            'The {{part}} has no label but {{label}}, as if it had none, and is left out; its texts can be predicted: predict --file.',
            { part, label: quoted([label]) },
          ),
    )
  }
  const use = (): Chosen => {
    const codes = partNames.map((name) => partCode[name === 'leftOut' || name === 'undecided' ? name : becomes[name]])
    return { rows: { ...rows, part: rows.part.map((code) => at(codes, code)) }, findings }
  }
  if (resplit) {
    const used = splits.filter((split) => !unlabelled.includes(split))
    if (used.some((split) => sumOf(counts[split]) > 0)) findings.push(madeAnew())
    for (const split of used) becomes[split] = 'undecided'
    return use()
  }
  for (const split of splits) {
    const out = rejected.ofPart(split)
    if (has(split) || unlabelled.includes(split) || out === null) continue
    const why = `${placeOf(out.first)}: ${out.first.reason}`
    throw new LastlayerError(
      'dataset',
      `The ${english(partTitle(split))} of ${source} has no row that can be used: ${why}`,
    )
  }
  if (has('validation') && !has('test')) {
    becomes.validation = 'test'
    note(say('The validation part is used as the test part, as there is none with labels.'))
  } else if (has('validation') && !needsValidation && purpose === 'train') {
    becomes.validation = 'leftOut'
    note(
      say(
        {
          one: 'The validation part, {{count}} text, is not used: it is for choosing by --keep best or --patience.',
          other: 'The validation part, {{count}} texts, is not used: it is for choosing by --keep best or --patience.',
        },
        { count: sumOf(counts.validation) },
      ),
    )
  }
  if (has('train') && !has('test')) {
    becomes.train = 'undecided'
    note(say('There is no test part: one is set aside from the training part.'))
  }
  return use()
}

const splits = ['train', 'validation', 'test'] as const

/** Whether no row of a part has a label, or all have one that no training text has, such as -1. */
function isUnlabelled(
  { labels, rejected }: Survey,
  counts: RowCounts,
  split: Split,
  purpose: 'train' | 'measure',
): boolean {
  const [label, ...others] = [...labels.keys()].filter((i) => at(counts[split], i) > 0)
  const out = rejected.ofPart(split)
  if (label === undefined) return out !== null && out.unlabelled === out.count
  if (others.length > 0) return false
  if (purpose === 'measure') return labels[label] === '-1'
  return sumOf(counts.train) > 0 && counts.train[label] === 0
}

/**
 * Leaves out the test and validation texts whose label no training text has: no answer to them could be right. Says which
 * labels cannot be tested.
 */
export function chooseLabels({ labels }: Survey, rows: Rows): Chosen {
  const counts = countRows(rows, labels.length)
  if (sumOf(counts.train) === 0) return { rows, findings: [] }
  const has = (split: Split, label: number) => at(counts[split], label) > 0
  const isForeign = (label: number) => !has('train', label) && (has('test', label) || has('validation', label))
  const isUntested = (label: number) => has('train', label) && !has('test', label)
  const foreign = labels.map((_, i) => (isForeign(i) ? at(counts.test, i) + at(counts.validation, i) : 0))
  const count = foreign.reduce((sum, one) => sum + one, 0)
  const untrained = labels.filter((_, i) => isForeign(i))
  const untested = labels.filter((_, i) => isUntested(i))
  const findings: FindingInput[] = []
  if (count > 0) {
    const sentence = say(
      {
        one: 'No training text has {{labels}}: {{count}} text of the other parts is left out.',
        other: 'No training text has {{labels}}: {{count}} texts of the other parts are left out.',
      },
      { count, labels: labelled(untrained) },
    )
    findings.push({ kind: 'split', severity: 'warning', sentence })
  }
  if (untested.length > 0 && labels.some((_, i) => has('train', i) && has('test', i))) {
    const sentence = say('No test text has {{labels}}: how well the model tells that cannot be measured.', {
      labels: labelled(untested),
    })
    findings.push({ kind: 'split', severity: 'warning', sentence })
  }
  const isLeftOut = (code: number, label: number) =>
    (code === partCode.test || code === partCode.validation) && at(foreign, label) > 0
  return { rows: count === 0 ? rows : leaveOut(rows, isLeftOut), findings }
}

/** Leaves out labels with one text where the parts are made by Lastlayer: they cannot be both trained and tested. */
export function chooseSingles({ labels }: Survey, rows: Rows, singleTexts: 'leave-out' | 'train'): Chosen {
  const counts = countUsed(countRows(rows, labels.length))
  const single = labels.filter((_, i) => counts[i] === 1)
  if (single.length === 0) return { rows, findings: [] }
  const values = { count: single.length, labels: quoted(single) }
  if (singleTexts === 'train') {
    const sentence = say(
      {
        one: 'Label {{labels}} has one text, which is trained on and cannot be tested.',
        other: 'Labels {{labels}} have one text each, which are trained on and cannot be tested.',
      },
      values,
    )
    return { rows, findings: [{ kind: 'split', severity: 'note', sentence }] }
  }
  const fix = { title: say('Train on it'), change: { singleTexts: 'train' as const } }
  const sentence = join([
    say(
      {
        one: 'Label {{labels}} has one text and is left out: no text can be both trained on and tested.',
        other: 'Labels {{labels}} have one text each and are left out: no text can be both trained on and tested.',
      },
      values,
    ),
    ...measuredNote(single),
  ])
  return {
    rows: leaveOut(rows, (_, label) => counts[label] === 1),
    findings: [{ kind: 'split', severity: 'warning', sentence, fixes: [fix] }],
  }
}

/** What labels that are measured numbers want said. */
function measuredNote(labels: readonly string[]): Said[] {
  const isMeasured = labels.length > 10 && labels.every((label) => /^[-+]?\d*[.,]?\d+$/.test(label))
  return isMeasured ? [say('They are numbers (regression): make classes of them, such as low and high.')] : []
}

function leaveOut(rows: Rows, isOut: (code: number, label: number) => boolean): Rows {
  return { ...rows, part: rows.part.map((code, i) => (isOut(code, at(rows.label, i)) ? partCode.leftOut : code)) }
}

function labelled(labels: readonly string[]): Said {
  return say(
    { one: 'the label {{labels}}', other: 'the labels {{labels}}' },
    { count: labels.length, labels: quoted(labels) },
  )
}

function partTitle(split: Split): Said {
  if (split === 'train') return say('training part')
  return split === 'test' ? say('test part') : say('validation part')
}
