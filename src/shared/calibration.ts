import { z } from 'zod'

/** Answers whose confidence is above `from` and at most `to`. */
const reliabilityBin = z.object({
  from: z.number(),
  to: z.number(),
  count: z.int(),
  /** Mean confidence and share of right answers; null where the bin is empty. */
  confidence: z.number().nullable(),
  accuracy: z.number().nullable(),
})

const reliability = z.object({
  /** Expected calibration error: mean distance of confidence and accuracy over the bins, weighted by count. */
  error: z.number(),
  bins: z.array(reliabilityBin),
})
export type Reliability = z.infer<typeof reliability>

/** How far a model's probabilities can be believed, on the test texts. */
export const calibration = z.object({
  /** By which logits are divided; fitted on the validation part. 1 where there is none. */
  temperature: z.number().gt(0),
  before: reliability,
  after: reliability,
  /** Answering only above a confidence: the share of texts answered, and the share of right answers among them. */
  coverage: z.array(z.object({ threshold: z.number(), share: z.number(), accuracy: z.number().nullable() })),
})
export type Calibration = z.infer<typeof calibration>

/** How far the confidence of a model lies from the share of its right answers, without its temperature and with it. */
export function calibrationSentence({ temperature, before, after }: Calibration): string {
  const found = `Expected calibration error on the test texts: ${percent(before.error)}`
  if (temperature === 1) return `${found}.`
  const set = `${found}, and ${percent(after.error)} at the temperature ${temperature.toFixed(2)}, which the saved model has.`
  if (after.error <= before.error) return set
  return `${set} The temperature did not help here: it was found on the validation texts, and these differ by chance or in kind.`
}

/** What was measured of answering only above a confidence, from the nearest one that was measured. */
export function coverageAt(
  { coverage }: Pick<Calibration, 'coverage'>,
  threshold: number,
): Calibration['coverage'][number] {
  return coverage.reduce((best, one) =>
    Math.abs(one.threshold - threshold) < Math.abs(best.threshold - threshold) ? one : best,
  )
}

/** What abstaining below a confidence would leave. */
export function coverageSentence(calibration: Pick<Calibration, 'coverage'>, threshold: number): string {
  const { share, accuracy } = coverageAt(calibration, threshold)
  if (accuracy === null) return 'No test text was answered with so much confidence.'
  return `Of the test texts ${percent(share)} would be answered, and ${percent(accuracy)} of those rightly.`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
