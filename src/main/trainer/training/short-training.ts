import type { Example } from '../dataset/dataset.ts'
import { AdamW } from '../optimizer/adamw.ts'
import { rateScale } from '../optimizer/rates.ts'
import { trainEpoch } from './epoch.ts'
import { evaluate, type Measured } from './evaluation.ts'
import { lossOptions } from './loss.ts'
import { MicroBatches } from './micro-batches.ts'
import { NotFiniteError } from './not-finite.ts'
import { orderOf } from './order.ts'
import type { TrainOptions } from './train.ts'

export interface ShortTraining extends Pick<
  TrainOptions,
  'recipe' | 'rates' | 'dataset' | 'features' | 'tail' | 'signal' | 'finish' | 'slice'
> {
  readonly texts: readonly Example[]
  readonly epochs: number
  /** What is then answered. */
  readonly asked: readonly Example[]
}

/** Steps of a training over so many texts. */
export function stepsOf({ texts, epochs, recipe }: Pick<ShortTraining, 'texts' | 'epochs' | 'recipe'>): number {
  return Math.ceil(texts.length / recipe.batchSize) * epochs
}

/**
 * Trains the tail from its present weights on some texts, and has it answer others. Yields the steps made; returns null
 * if the numbers got out of range.
 * @throws LastlayerError `cancelled`
 */
export async function* trainShortly(training: ShortTraining): AsyncGenerator<number, Measured | null> {
  const { recipe, rates, dataset, tail, texts, epochs, asked } = training
  const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay, scaleOf: rateScale(tail, rates) })
  const context = {
    ...training,
    optimizer,
    microBatches: new MicroBatches(() => undefined, training.slice),
    notices: [],
    loss: lossOptions(recipe, dataset.summary),
    steps: stepsOf(training),
    learningRate: rates.blocks,
  }
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for await (const event of trainEpoch(orderOf(texts, epoch, recipe), { ...context, epoch })) {
        if (event.kind === 'step') yield event.step
      }
    }
    const answering = evaluate(asked, 'search', context)
    for (;;) {
      const { done, value } = await answering.next()
      if (done) return value
    }
  } catch (error) {
    if (error instanceof NotFiniteError) return null
    throw error
  } finally {
    optimizer.dispose()
  }
}
