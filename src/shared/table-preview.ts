import { z } from 'zod'
import { finding } from './dataset-summary.ts'
import { said } from './said.ts'
import { tableFacts } from './table-facts.ts'

/** Which column would be taken for the text or the label, and what that rests on. */
export const columnGuess = z.object({
  /** As --text-column and --label-column take it; null where none can be told. */
  column: z.string().nullable(),
  /** A sentence for the person. */
  why: said,
  /** Whether training may start on it; where not, the person is asked. */
  isClear: z.boolean(),
  /** The columns that it may be, the likeliest first. */
  candidates: z.array(z.string()),
})
export type ColumnGuess = z.infer<typeof columnGuess>

/** How the tables of a dataset would be read. */
export const tablePreview = tableFacts.extend({
  /** Every column, fields within one by their paths, each with its first three values. */
  columns: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  text: columnGuess,
  label: columnGuess,
  findings: z.array(finding),
})
export type TablePreview = z.infer<typeof tablePreview>
