import { z } from 'zod'

export const split = z.enum(['train', 'validation', 'test'])
export type Split = z.infer<typeof split>

/** A row that was left out, and why. `line` counts from 1; 0 stands for the whole file. */
export const rejectedRow = z.object({ file: z.string(), line: z.int().min(0), reason: z.string() })
export type RejectedRow = z.infer<typeof rejectedRow>

/** How a dataset is laid out on disk (design §8). */
export const datasetForm = z.enum(['folders', 'csv', 'tsv', 'jsonl', 'parquet', 'sample'])
export type DatasetForm = z.infer<typeof datasetForm>

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
  /** Tables only: the columns there are and the two that were used. */
  columns: z.object({ all: z.array(z.string()), text: z.string(), label: z.string() }).nullable(),
  /** Digest of every example used, in order: two runs with one fingerprint saw the same data. */
  fingerprint: z.string(),
})
export type DatasetSummary = z.infer<typeof datasetSummary>

/** How many tokens a bin of the histogram of lengths is wide. */
export const lengthBin = 32

/** Token lengths before truncation, of all examples. */
export const lengthSummary = z.object({
  maxLength: z.int(),
  longest: z.int(),
  median: z.int(),
  truncated: z.int(),
  total: z.int(),
  /** Number of texts with a length in bin i, [i, i + 1) times `lengthBin`; the last takes all that is longer. */
  histogram: z.array(z.int()),
})
export type LengthSummary = z.infer<typeof lengthSummary>
