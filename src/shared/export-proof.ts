import { z } from 'zod'
import { exportFormat } from './export-formats.ts'

const both = z.object({ exported: z.number(), own: z.number() })

/** What was exported, and how its answers compare with Lastlayer's own ones for the same texts, one text a call. */
export const exportProof = z.object({
  destination: z.string(),
  format: exportFormat,
  files: z.array(z.object({ name: z.string(), bytes: z.int() })),
  /** Bytes of the weights. */
  size: both,
  texts: z.int(),
  /** The dataset of the texts; `isOwn`: they are of the test part of the run that was exported. */
  source: z.string(),
  isOwn: z.boolean(),
  largestLogitDifference: z.number(),
  largestProbabilityDifference: z.number(),
  /** Share of the texts with the same label. */
  equalLabels: z.number(),
  textsPerSecond: both,
})
export type ExportProof = z.infer<typeof exportProof>

/** How far an export is: the model is written, the texts are read, both forms of it answer them. */
export const exportProgress = z.object({
  phase: z.enum(['saving', 'reading', 'evaluating']),
  /** Rises to `total`; `unit` is what is counted. */
  done: z.number(),
  total: z.number(),
  unit: z.string(),
})
export type ExportProgress = z.infer<typeof exportProgress>

/** A difference as it is told: "0", "5.7e-7", "0.022". */
export function describeDifference(value: number): string {
  if (value === 0) return '0'
  return value < 1e-3 ? value.toExponential(1) : value.toPrecision(2)
}
