import { LastlayerError } from '../../../shared/errors.ts'
import type { Happening } from '../../../shared/run-events.ts'
import type { Search, Trial } from '../../../shared/search.ts'
import type { Example } from '../dataset/dataset.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import { permutation, streamKey } from '../random.ts'
import { AdamW } from './adamw.ts'
import { scoreOf } from './choice.ts'
import { trainEpoch } from './epoch.ts'
import { evaluate } from './evaluation.ts'
import { lossOptions } from './loss.ts'
import { MicroBatches } from './micro-batches.ts'
import { orderOf } from './order.ts'
import { rateScale, type Rates } from './rates.ts'
import type { TrainOptions } from './train.ts'
import { at } from '../../../shared/at.ts'

export type SearchOptions = Pick<TrainOptions, 'recipe' | 'dataset' | 'features' | 'tail' | 'signal' | 'finish'>

/** Rates of the blocks that are tried; between two of them little changes. */
const ladder = [1e-4, 3e-4, 1e-3, 3e-3]
/** The head's rate as a multiple of the blocks'. */
const headMultiples = [1, 5]
/** Most training texts and passes over them in a trial. */
const trialTexts = 1000
const trialEpochs = 2

/**
 * Looks for the rates that suit the data: trains shortly with some pairs of rates, each from the same weights, and judges
 * them on the validation part. No test text is read. Yields what happens; leaves in `tail` the weights that it had.
 * @throws LastlayerError `cancelled`; `usage` if every rate leads out of the range of numbers
 */
export async function* searchRates(options: SearchOptions): AsyncGenerator<Happening, { rates: Rates; search: Search }> {
  const { recipe, dataset, tail } = options
  const startedAt = performance.now()
  const training = dataset.examples.filter(({ split }) => split === 'train')
  const order = permutation(streamKey('trials', recipe.seed), training.length).subarray(0, trialTexts)
  const texts = Array.from(order.sort(), (i) => at(training, i))
  const pairs = pairsFor(options)
  const initial = await tail.snapshot()
  const trials: Trial[] = []
  let best: { index: number; score: number } | null = null
  for (const [index, rates] of pairs.entries()) {
    if (options.finish?.aborted) break
    const { trial, score } = yield* tryRates(rates, texts, initial, options)
    trials.push(trial)
    yield { kind: 'tried', trial, done: index + 1, total: pairs.length }
    if (score !== null && (best === null || score > best.score)) best = { index, score }
  }
  tail.load(initial)
  if (best === null) throw new LastlayerError('usage', 'No learning rate led to a training within the range of numbers.')
  const search = { trials, chosen: best.index, seconds: (performance.now() - startedAt) / 1000 }
  return { rates: at(pairs, best.index), search }
}

/** The pairs that are tried. Where no block is trained, or the head's rate is given, the head's is no matter of choice. */
function pairsFor({ recipe }: SearchOptions): Rates[] {
  const { unfreeze, headLearningRate } = recipe
  return ladder.flatMap((blocks) => {
    if (headLearningRate !== null) return [{ blocks, head: headLearningRate }]
    return (unfreeze === 0 ? [1] : headMultiples).map((multiple) => ({ blocks, head: blocks * multiple }))
  })
}

/** A short training from the given weights. Its score is null if the numbers got out of range. */
async function* tryRates(
  rates: Rates,
  texts: readonly Example[],
  initial: ReadonlyMap<string, TrainedTensor>,
  options: SearchOptions,
): AsyncGenerator<Happening, { trial: Trial; score: number | null }> {
  const { recipe, dataset, tail } = options
  const startedAt = performance.now()
  const validation = dataset.examples.filter(({ split }) => split === 'validation')
  tail.load(initial)
  const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay, scaleOf: rateScale(tail, rates) })
  const context = {
    ...options,
    optimizer,
    microBatches: new MicroBatches(() => undefined),
    notices: [],
    loss: lossOptions(recipe, dataset.summary),
    steps: Math.ceil(texts.length / recipe.batchSize) * trialEpochs,
    learningRate: rates.blocks,
  }
  for (let epoch = 1; epoch <= trialEpochs; epoch++) {
    for await (const event of trainEpoch(orderOf(texts, epoch, recipe), { ...context, epoch })) {
      if (event.kind === 'step') yield { kind: 'progress', phase: 'search', done: event.step, total: event.steps, unit: 'steps' }
    }
  }
  const measured = yield* evaluate(validation, 'search', context)
  optimizer.dispose()
  const { loss, accuracy, macroF1 } = measured?.metrics ?? { loss: null, accuracy: 0, macroF1: null }
  const trial = {
    learningRate: rates.blocks,
    headLearningRate: rates.head,
    epochs: trialEpochs,
    loss,
    accuracy,
    macroF1,
    seconds: (performance.now() - startedAt) / 1000,
  }
  return { trial, score: measured === null ? null : scoreOf(measured.metrics, recipe) }
}
