import { z } from 'zod'
import { datasetForms, type DatasetForm } from './dataset-forms.ts'
import { datasetChange } from './dataset-settings.ts'
import { said } from './said.ts'

export const split = z.enum(['train', 'validation', 'test'])
export type Split = z.infer<typeof split>

/** A row that was left out, and why. `line` counts from 1; 0 stands for the whole file. */
export const rejectedRow = z.object({ file: z.string(), line: z.int().min(0), reason: z.string() })
export type RejectedRow = z.infer<typeof rejectedRow>

/** What a finding is about. */
export const findingKind = z.enum([
  'encoding', // how bytes were read as characters
  'table', // header, delimiter, sheet, compression: how a file was read as rows
  'columns', // which columns were taken, and why
  'labels', // labels alike, renamed, out of the ordinary
  'missing', // rows without a text or a label
  'split', // parts of the dataset: used, left out, too small
  'repeats', // a text met more than once, within a part or in two
  'contradictions', // one text with different labels
  'files', // files that were left aside
  'tokens', // texts that the model cannot read well
])
export type FindingKind = z.infer<typeof findingKind>

/** An example that a finding shows. */
export const foundRow = z.object({ file: z.string(), line: z.int().min(0), text: z.string(), label: z.string() })
export type FoundRow = z.infer<typeof foundRow>

/**
 * Something that a person should know of how a dataset was read, or of what it holds. A `note` says what was taken for
 * granted; a `warning` is worth a look before training.
 */
export const finding = z.object({
  kind: findingKind,
  severity: z.enum(['note', 'warning']),
  /** Whole, for the person, with the figures in it. */
  sentence: said,
  /** A few of the rows that it is about. */
  rows: z.array(foundRow).max(20).default([]),
  /** How many such rows there are, where these are only the first. */
  rowsInAll: z.int().optional(),
  /** What the person may do about it, each one change of the settings. */
  fixes: z.array(z.object({ title: said, change: datasetChange })).default([]),
})
export type Finding = z.infer<typeof finding>
/** One as it is made, without what it lacks. */
export type FindingInput = z.input<typeof finding>

const datasetForm = z.enum(Object.keys(datasetForms) as [DatasetForm, ...DatasetForm[]])

/** What one pass over a dataset finds. Counts are of examples; `labels` are sorted and index every count. */
export const datasetSummary = z.object({
  source: z.string(),
  form: datasetForm,
  /** 'given' by the dataset's own train and test parts, or 'automatic' (stratified, by seed). */
  splitting: z.enum(['given', 'automatic']),
  labels: z.array(z.string()).min(2).max(1000),
  counts: z.record(split, z.array(z.int().min(0))),
  rejected: z.object({ count: z.int().min(0), rows: z.array(rejectedRow) }),
  /** Texts that appear more than once within a part, and test texts that are also training texts. */
  duplicates: z.int().min(0),
  leaked: z.int().min(0),
  /** What the person should know of it, most important first. */
  findings: z.array(finding).default([]),
  /** Tables only: the columns there are and the two that were used, as --text-column and --label-column take them. */
  columns: z.object({ all: z.array(z.string()), text: z.string(), label: z.string() }).nullable(),
  /** Digest of every example used, in order: two runs with one fingerprint saw the same data. */
  fingerprint: z.string(),
})
export type DatasetSummary = z.infer<typeof datasetSummary>

/** How many examples a part has. */
export function countIn({ counts }: DatasetSummary, part: Split): number {
  return counts[part].reduce((sum, count) => sum + count, 0)
}

/** How many token lengths a bin of the histogram takes, and how many bins there are. */
export const histogramBinWidth = 8
export const histogramBins = 129

/** Token lengths before truncation. */
export const lengthSummary = z.object({
  maxLength: z.int(),
  longest: z.int(),
  median: z.int(),
  truncated: z.int(),
  /** How many texts were counted, and of how many: of very many, some are drawn. */
  total: z.int(),
  drawnFrom: z.int(),
  /** Number of texts in bin i, of lengths in [width i, width (i + 1)); the last one takes all that is longer. */
  histogram: z.array(z.int()),
})
export type LengthSummary = z.infer<typeof lengthSummary>
