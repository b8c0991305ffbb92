import { z } from 'zod'
import { at } from './at.ts'
import { chooseBy } from './choosing.ts'

/** The rate of the blocks at which the search begins: the one that suits most data. */
export const usualRate = 3e-4

/** What the figures of the search are. */
export const shortTrials =
  'Each pair of rates is tried in a short training, judged on the validation part: whole trainings come to other figures.'

/** A short training of the search, judged on the validation part. */
export const trial = z.object({
  learningRate: z.number(),
  headLearningRate: z.number(),
  epochs: z.int(),
  /** On the validation part, at its best temperature; null where the training left the range of numbers. */
  loss: z.number().nullable(),
  accuracy: z.number(),
  macroF1: z.number().nullable(),
  seconds: z.number(),
})
export type Trial = z.infer<typeof trial>

/** How the rates of a run were found. */
export const search = z.object({
  trials: z.array(trial),
  /** Index into the trials. */
  chosen: z.int(),
  seconds: z.number(),
  /** Reports of earlier versions do not tell, and are read as if it was the default. */
  chooseBy: chooseBy.default('loss'),
})
export type Search = z.infer<typeof search>

/**
 * Why the chosen rates are not those with the lowest loss; null where they are, or where the loss does not choose. A
 * difference of losses within chance decides nothing; the macro F1 of the chosen ones is always the highest.
 */
export function whyNotLowest({
  trials,
  chosen,
  chooseBy,
}: Pick<Search, 'chosen' | 'chooseBy'> & { readonly trials: readonly Trial[] }): string | null {
  if (chooseBy !== 'loss') return null
  const { loss } = at(trials, chosen)
  const isLower = (one: Trial): boolean => one.loss !== null && loss !== null && one.loss < loss
  return trials.some(isLower) ? 'others have a lower loss, but are not clearly better' : null
}
