import { z } from 'zod'
import { abstainBelow } from './abstention.ts'
import { datasetSettings } from './dataset-settings.ts'
import { rejectedRow } from './dataset-summary.ts'
import { said } from './said.ts'
import { schemasOf } from './schema-table.ts'
import { tableFacts } from './table-facts.ts'

const { textColumn, encoding, separator, header, sheet } = datasetSettings

/** How a table of texts is to be read, as a dataset would be. */
export const textReading = z.object({
  ...schemasOf({ textColumn, encoding, separator, header, sheet }),
  /** `lines` is one text a line, whatever they look like. */
  as: z.enum(['table', 'lines']).default('table'),
})
export type TextReading = z.infer<typeof textReading>

/** A row of a table with what the model says of it, or why it says nothing. */
export const tableAnswer = z.object({
  /** From 1; 0 stands for the whole file. */
  line: z.int().min(0),
  /** The row's own values, by the table's columns; none of a row that cannot be read. */
  cells: z.array(z.json()),
  /** The object of JSON that the row is, as it is written; where that was asked for. */
  own: z.string().optional(),
  answer: z
    .object({
      label: z.string(),
      /** By class index. */
      probs: z.array(z.number()),
      /** It is less sure than the model was told to answer. */
      abstained: z.boolean(),
      /** Whether its end was not read. */
      truncated: z.boolean(),
    })
    .nullable(),
  /** The beginning of the text as the model got it; of a row without an answer, the reason. */
  about: z.string(),
})
export type TableAnswer = z.infer<typeof tableAnswer>

/** What arrives while a table is answered: first of all what its rows have in common, then they, in order. */
export const tableProgress = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.string()),
    /** As --text-column takes it. */
    text: z.string(),
    /** The model's, by class index. */
    labels: z.array(z.string()),
    abstainBelow,
    /** Sentences for the person, of how the table was read. */
    notes: z.array(said),
    facts: tableFacts,
  }),
  z.object({ kind: z.literal('rows'), rows: z.array(tableAnswer) }),
])
export type TableProgress = z.infer<typeof tableProgress>
export type TableHead = Extract<TableProgress, { kind: 'table' }>

/** How it ended: every row was met, or nobody can tell which column holds the texts. */
export const tableResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    answered: z.int(),
    truncated: z.int(),
    /** Share of all tokens that the model does not know, where that is much. */
    unknown: z.number().optional(),
    /** All are counted, the first listed. */
    leftOut: z.object({ count: z.int(), rows: z.array(rejectedRow) }),
  }),
  z.object({
    kind: z.literal('question'),
    /** For the person. */
    sentence: said,
    /** Each with its first values. */
    columns: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    facts: tableFacts,
  }),
])
export type TableResult = z.infer<typeof tableResult>
