import { z } from 'zod'
import { abstainBelow } from './abstention.ts'
import { datasetSummary } from './dataset-summary.ts'
import { weightsDigest } from './model-store.ts'
import { recipe } from './recipe.ts'
import { runReport } from './run-events.ts'

/**
 * Everything that a report tells of a run: labels, counts and figures, never a text. Of paths only the names are kept.
 * What a run of an earlier version did not measure, or a model folder without a run does not say, is null.
 */
export const reportFacts = z.object({
  name: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number().nullable(),
  /** The model that was fine-tuned; `licence` as its hub or its own card names it. */
  base: z.object({ name: z.string(), licence: z.string().nullable(), weights: z.array(weightsDigest) }),
  /** Of the model that was saved; none where its digests were not kept. */
  weights: z.array(weightsDigest),
  recipe: recipe.nullable(),
  dataset: datasetSummary
    .pick({ form: true, splitting: true, counts: true, duplicates: true, leaked: true, fingerprint: true })
    .extend({ rejected: z.int() })
    .nullable(),
  labels: z.array(z.string()),
  report: runReport.omit({ run: true }).nullable(),
  /** Test texts that are still wrong, and those that training turned right or wrong. */
  answers: z.object({ wrong: z.int(), fixed: z.int(), broken: z.int() }).nullable(),
  /** Corrections by which the texts were read: of the label, of the text, texts left out. */
  corrections: z.object({ relabelled: z.int(), edited: z.int(), leftOut: z.int() }).nullable(),
  abstainBelow,
  maxLength: z.int().nullable(),
  stripHtml: z.boolean(),
})
export type ReportFacts = z.infer<typeof reportFacts>

/** A run's report, in the forms in which it is written. */
export const writtenReport = z.object({ facts: reportFacts, markdown: z.string(), html: z.string() })
export type WrittenReport = z.infer<typeof writtenReport>

/** Their names in a run's folder. */
export const reportFiles = { markdown: 'model-card.md', html: 'report.html' } as const
