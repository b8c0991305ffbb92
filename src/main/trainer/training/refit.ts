import { epochsFor } from '../../../shared/recipe.ts'
import type { Happening } from '../../../shared/run-events.ts'
import { AdamW } from '../optimizer/adamw.ts'
import { rateScale } from '../optimizer/rates.ts'
import type { Weights } from '../checkpoint/standing.ts'
import { trainEpoch } from './epoch.ts'
import { evaluate } from './evaluation.ts'
import { KeptWeights } from './kept-weights.ts'
import { lossOptions } from './loss.ts'
import { MicroBatches } from './micro-batches.ts'
import { NotFiniteError } from './not-finite.ts'
import { orderOf } from './order.ts'
import type { Trained, TrainOptions } from './train.ts'

/**
 * Trains once more, from the first weights, on all training texts, those of the validation part among them, for the
 * epochs that this part has chosen; keeps the same epochs' weights. A training that is stopped or gets out of range is
 * given up for the one before. Leaves in `tail` the weights to be saved; what the validation part answered stays that of
 * the training before, which had not seen it.
 * @param initial the weights before the first step
 * @throws LastlayerError `cancelled`
 */
export async function* refit(
  chosen: Trained,
  initial: Weights,
  options: TrainOptions,
): AsyncGenerator<Happening, Trained> {
  const { tail, finish } = options
  const before = await tail.snapshot()
  let reason = 'it was stopped'
  try {
    const test = yield* trainAgain(chosen, initial, options)
    if (test !== null) return { ...chosen, saved: { ...chosen.saved, test }, isRefit: true }
    if (!finish?.aborted) reason = 'its answers are no numbers'
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error
    reason = 'its numbers got out of range'
  }
  tail.load(before)
  yield { kind: 'notice', message: `The last training, on all training texts, is not used: ${reason}.` }
  return chosen
}

/** Logits of the test texts; null if it was stopped, or they are no numbers. */
async function* trainAgain(
  { savedEpoch, averaged }: Trained,
  initial: Weights,
  options: TrainOptions,
): AsyncGenerator<Happening, Float32Array | null> {
  const { recipe, rates, dataset, features, tail, signal, finish } = options
  const texts = dataset.examples.filter(({ split }) => split !== 'test')
  const chosenFrom = texts.filter(({ split }) => split === 'train').length
  const stepsPerEpoch = Math.ceil(texts.length / recipe.batchSize)
  const [first, last] = averaged ?? [savedEpoch, savedEpoch]
  const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay, scaleOf: rateScale(tail, rates) })
  const context = {
    recipe,
    dataset,
    features,
    tail,
    signal,
    finish,
    optimizer,
    microBatches: new MicroBatches(() => undefined, options.slice),
    notices: [],
    loss: lossOptions(recipe, dataset.summary),
    steps: stepsPerEpoch * epochsFor(recipe, { texts: chosenFrom, labels: dataset.summary.labels.length }),
    learningRate: rates.blocks,
  }
  const kept = new KeptWeights({ keep: 'mean' })
  const total = stepsPerEpoch * last
  tail.load(initial)
  try {
    for (let epoch = 1; epoch <= last; epoch++) {
      for await (const event of trainEpoch(orderOf(texts, epoch, recipe), { ...context, epoch })) {
        if (event.kind === 'step') yield { kind: 'progress', phase: 'refit', done: event.step, total, unit: 'steps' }
      }
      if (finish?.aborted) return null
      if (epoch >= first) kept.offer(epoch, -epoch, await tail.snapshot())
    }
    tail.load(kept.weights() ?? initial)
    const testing = dataset.examples.filter(({ split }) => split === 'test')
    return (yield* evaluate(testing, 'refit', context))?.logits ?? null
  } finally {
    optimizer.dispose()
  }
}
