import { z } from 'zod'

/** How a table was read, where that may be said otherwise; null where it may not. */
export const tableFacts = z.object({
  /** The encoding taken, and the others that are likely, as --encoding takes them; null for files that are not text. */
  encoding: z.object({ used: z.string(), others: z.array(z.string()) }).nullable(),
  /** What cuts its lines into fields; `used` is null where nothing does. */
  separator: z.object({ used: z.string().nullable() }).nullable(),
  /** The sheets of a workbook, and the one taken; null for other files. */
  sheets: z.object({ used: z.string(), all: z.array(z.string()) }).nullable(),
  /** Whether the first line was taken for the names of the columns; null for files that name them otherwise. */
  header: z.boolean().nullable(),
})
export type TableFacts = z.infer<typeof tableFacts>

/** Of a table of which nothing can be said otherwise. */
export const noFacts: TableFacts = { encoding: null, separator: null, sheets: null, header: null }
