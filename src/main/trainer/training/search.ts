import { epochsFor, type Recipe, type TrainingSize } from '../../../shared/recipe.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Happening } from '../../../shared/run-events.ts'
import { usualRate, type Search, type Trial } from '../../../shared/search.ts'
import type { Example } from '../dataset/dataset.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import { permutation, streamKey } from '../random.ts'
import { calibratedLoss, isClearlyBetter } from './choice.ts'
import type { Measured } from './evaluation.ts'
import { stepsOf, trainShortly, type ShortTraining } from './short-training.ts'
import type { Rates } from '../optimizer/rates.ts'
import type { TrainOptions } from './train.ts'
import { at } from '../../../shared/at.ts'

export type SearchOptions = Pick<
  TrainOptions,
  'recipe' | 'dataset' | 'features' | 'tail' | 'signal' | 'finish' | 'slice'
>

/**
 * Rates of the blocks, from the lowest; between two of them little changes. Higher ones do well in a short training and
 * badly in a long one.
 */
const ladder = [3e-5, 1e-4, usualRate, 1e-3]
const start = ladder.indexOf(usualRate)
/** By how much the head's rate is then raised. */
const headMultiple = 5
/** A trial as a share of the training: fewer texts, of which each comes so often at least. */
const trialShare = 1 / 6
const fewestEpochs = 2
export const mostValidationTexts = 500
/** How many there are mostly: for the progress. */
export const usualTrials = 4

/** Steps that the search will mostly take. */
export function trialSteps(training: TrainingSize, recipe: Pick<Recipe, 'batchSize' | 'epochs'>): number {
  const { texts, epochs } = trialSize(training, recipe)
  return usualTrials * Math.ceil(texts / recipe.batchSize) * epochs
}

/** The texts and epochs of a trial. */
function trialSize(
  training: TrainingSize,
  recipe: Pick<Recipe, 'batchSize' | 'epochs'>,
): { readonly texts: number; readonly epochs: number } {
  const passes = training.texts * epochsFor(recipe, training) * trialShare
  const texts = Math.min(training.texts, Math.ceil(passes / fewestEpochs))
  return { texts, epochs: Math.max(fewestEpochs, Math.round(passes / Math.max(1, texts))) }
}

interface Tried {
  readonly rates: Rates
  readonly trial: Trial
  /** Null if the numbers got out of range. */
  readonly measured: Measured | null
}

/**
 * Looks for the rates that suit the data: trains shortly with some pairs of rates, each from the same weights, and judges
 * them on the validation part. It climbs a ladder of rates, up or down, as long as that is clearly better, and then tries
 * a higher rate for the head. No test text is read. Yields what happens; leaves in `tail` the weights that it had.
 * @throws LastlayerError `cancelled`; `usage` if every rate leads out of the range of numbers
 */
export async function* searchRates(
  options: SearchOptions,
): AsyncGenerator<Happening, { rates: Rates; search: Search }> {
  const { recipe, dataset, tail } = options
  const startedAt = performance.now()
  const initial = await tail.snapshot()
  const validation = drawn(options, 'validation', mostValidationTexts)
  const truth = validation.map(({ label }) => label)
  const tried: Tried[] = []
  let best: Tried | null = null
  const attempt = async function* (rates: Rates): AsyncGenerator<Happening, boolean> {
    if (options.finish?.aborted && best !== null) return false
    const one = yield* tryRates(rates, tried.length, initial, validation, options)
    tried.push(one)
    yield { kind: 'tried', trial: one.trial }
    if (one.measured === null) return false
    const { labels } = dataset.summary
    if (best?.measured && !isClearlyBetter(one.measured, best.measured, truth, labels, recipe)) return false
    best = one
    return true
  }
  const nothingYet = (): boolean => tried.every(({ measured }) => measured === null)
  const rung = (place: number): Rates => {
    const blocks = at(ladder, place)
    return { blocks, head: recipe.headLearningRate ?? blocks }
  }
  yield* attempt(rung(start))
  let place = start
  while (place + 1 < ladder.length && (yield* attempt(rung(place + 1)))) place++
  if (place === start) while (place > 0 && ((yield* attempt(rung(place - 1))) || nothingYet())) place--
  if (recipe.headLearningRate === null && recipe.unfreeze !== 0) {
    const { blocks, head } = rung(place)
    yield* attempt({ blocks, head: Number((head * headMultiple).toPrecision(2)) })
  }
  tail.load(initial)
  const chosen = tried.findIndex((one) => one === best)
  if (chosen === -1)
    throw new LastlayerError('usage', 'No learning rate led to a training within the range of numbers.')
  const search = {
    trials: tried.map(({ trial }) => trial),
    chosen,
    seconds: (performance.now() - startedAt) / 1000,
    chooseBy: recipe.chooseBy,
  }
  return { rates: at(tried, chosen).rates, search }
}

/** So many examples of a part, drawn by seed. */
function drawn({ dataset, recipe }: SearchOptions, split: Example['split'], count: number): Example[] {
  const all = dataset.examples.filter((example) => example.split === split)
  const order = permutation(streamKey('trials', recipe.seed), all.length).subarray(0, count)
  return Array.from(order.sort(), (i) => at(all, i))
}

/** A short training from the given weights. `before`: how many there were. */
async function* tryRates(
  rates: Rates,
  before: number,
  initial: ReadonlyMap<string, TrainedTensor>,
  validation: readonly Example[],
  options: SearchOptions,
): AsyncGenerator<Happening, Tried> {
  const { recipe, dataset, tail } = options
  const { labels } = dataset.summary
  const startedAt = performance.now()
  const training = dataset.examples.filter(({ split }) => split === 'train').length
  const size = trialSize({ texts: training, labels: labels.length }, recipe)
  const texts = drawn(options, 'train', size.texts)
  const truth = validation.map(({ label }) => label)
  tail.load(initial)
  const short = { ...options, rates, texts, epochs: size.epochs, asked: validation }
  const measured = yield* toldOf(short, before)
  const { accuracy, macroF1 } = measured?.metrics ?? { accuracy: 0, macroF1: null }
  const trial = {
    learningRate: rates.blocks,
    headLearningRate: rates.head,
    epochs: size.epochs,
    loss: measured && calibratedLoss(measured, truth, labels),
    accuracy,
    macroF1,
    seconds: (performance.now() - startedAt) / 1000,
  }
  return { rates, trial, measured }
}

/** A trial, after so many before it, as it goes on. */
async function* toldOf(short: ShortTraining, before: number): AsyncGenerator<Happening, Measured | null> {
  const steps = stepsOf(short)
  const total = steps * Math.max(usualTrials, before + 1)
  const running = trainShortly(short)
  for (;;) {
    const { done, value } = await running.next()
    if (done) return value
    yield { kind: 'progress', phase: 'search', done: before * steps + value, total, unit: 'steps' }
  }
}
