import type { Recipe } from '../../../shared/recipe.ts'
import type { Happening } from '../../../shared/run-events.ts'
import type { Example } from '../dataset/dataset.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { NotFiniteError } from './not-finite.ts'
import { scheduledRate } from '../optimizer/schedule.ts'
import { beginning, type Place } from '../checkpoint/standing.ts'
import { trainStep, type StepOptions } from './train-step.ts'

export interface EpochOptions extends StepOptions {
  /** From 1. */
  readonly epoch: number
  /** Steps of the whole training, over which the rate falls. */
  readonly steps: number
  /** Peak rate of the blocks. */
  readonly learningRate: number
  readonly signal: AbortSignal
  readonly finish?: AbortSignal
  /** Sentences for the person that came up in a step; taken out as they are told. */
  readonly notices: string[]
  /** How far the pass had come before it was broken off; else it begins. */
  readonly from?: Place
  /** Called after each step, once that was told. */
  readonly onPlace?: (place: Place) => Promise<void>
}

/**
 * One pass over some examples in the order given, a step for each batch. Yields each step; returns the mean loss of a
 * text, or null if it was finished before its first step.
 * @throws LastlayerError `cancelled`, `usage` where the numbers get out of range
 */
export async function* trainEpoch(
  examples: readonly Example[],
  options: EpochOptions,
): AsyncGenerator<Happening, number | null> {
  const { recipe, features, optimizer, epoch, steps } = options
  let { steps: done, seen, lossSum } = options.from ?? beginning
  const left = batches(examples, recipe, done)
  for await (const [batch, ahead] of features.readAhead(left, digestsOf)) {
    if (options.finish?.aborted) break
    await yieldToMessages(options.signal)
    const step = optimizer.step
    const learningRate = scheduledRate(recipe.schedule, step, steps, options.learningRate, recipe.warmup)
    const { loss, gradientNorm } = await trainStep(batch, ahead, learningRate, options)
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
      throw new NotFiniteError(epoch, recipe, options.learningRate)
    lossSum += loss * batch.length
    seen += batch.length
    for (const message of options.notices.splice(0)) yield { kind: 'notice', message }
    yield { kind: 'step', step: step + 1, steps, epoch, loss, learningRate, gradientNorm }
    done++
    await options.onPlace?.({ epoch, steps: done, seen, lossSum, isOver: false })
  }
  return seen === 0 ? null : lossSum / seen
}

function digestsOf(examples: readonly Example[]): string[] {
  return examples.map(({ digest }) => digest)
}

/** The batches of some examples, but for the first few. */
function* batches(examples: readonly Example[], { batchSize }: Recipe, done: number): Generator<readonly Example[]> {
  for (let start = done * batchSize; start < examples.length; start += batchSize)
    yield examples.slice(start, start + batchSize)
}
