import { epochsFor, type Recipe } from '../../../shared/recipe.ts'
import type { Evaluation, Happening } from '../../../shared/run-events.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import { AdamW } from './adamw.ts'
import { scoreOf } from './choice.ts'
import { trainEpoch } from './epoch.ts'
import { evaluate } from './evaluation.ts'
import { lossOptions } from './loss.ts'
import { MicroBatches } from './micro-batches.ts'
import { NotFiniteError } from './not-finite.ts'
import { orderOf } from './order.ts'
import { rateScale, type Rates } from './rates.ts'
import type { Tail } from './tail.ts'
import { at } from '../../../shared/at.ts'

export interface TrainOptions {
  readonly recipe: Recipe
  readonly rates: Rates
  readonly dataset: Dataset
  readonly features: FeatureReader
  readonly tail: Tail
  /** Gives the training up. */
  readonly signal: AbortSignal
  /** Ends the training after the present step; what was reached is evaluated and kept. */
  readonly finish?: AbortSignal
  /** The order of the training examples in an epoch; the recipe's unless given. */
  readonly order?: (examples: readonly Example[], epoch: number) => readonly Example[]
  /** Called with everything that a later continuation needs, whenever an epoch is done. */
  readonly onCheckpoint?: (epoch: number, optimizer: AdamW) => Promise<void>
}

export interface Trained {
  readonly evaluations: readonly Evaluation[]
  /** Row-major [test examples, labels], for each evaluation. */
  readonly testLogits: readonly Float32Array[]
  /** The same of the validation examples; none where there are none. */
  readonly validationLogits: readonly Float32Array[]
  readonly savedEpoch: number
}

/**
 * The training loop. Yields what happens; returns the evaluations, leaving in `tail` the weights of `savedEpoch`.
 * @throws LastlayerError `cancelled` when the signal aborts, at the next step.
 */
export async function* train(options: TrainOptions): AsyncGenerator<Happening, Trained> {
  const { recipe, rates, dataset, tail, finish } = options
  const part = (split: Example['split']): Example[] => dataset.examples.filter((example) => example.split === split)
  const [training, validation, testing] = [part('train'), part('validation'), part('test')]
  const truth = validation.map(({ label }) => label)
  const order = options.order ?? ((examples, epoch) => orderOf(examples, epoch, recipe))
  const epochs = epochsFor(recipe, training.length)
  const steps = Math.ceil(training.length / recipe.batchSize) * epochs

  const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay, scaleOf: rateScale(tail, rates) })
  const notices: string[] = []
  const microBatches = new MicroBatches((size) => {
    notices.push(`Memory ran out: steps are now made in slices of ${size} texts, with the same result.`)
  })
  const loss = lossOptions(recipe, dataset.summary)
  const context = { ...options, optimizer, microBatches, notices, loss, steps, learningRate: rates.blocks }
  const evaluations: Evaluation[] = []
  const testLogits: Float32Array[] = []
  const validationLogits: Float32Array[] = []
  let best: { epoch: number; score: number; tensors: Map<string, TrainedTensor> } | null = null

  for (let epoch = 0; epoch <= epochs; epoch++) {
    const trainLoss = epoch === 0 ? null : yield* trainEpoch(order(training, epoch), { ...context, epoch })
    if (epoch > 0 && trainLoss === null) break

    const phase = epoch === 0 ? 'baseline' : 'evaluating'
    const test = yield* evaluate(testing, phase, context)
    const validated = validation.length === 0 ? null : yield* evaluate(validation, phase, context)
    if (test === null || (validation.length > 0 && validated === null)) throw new NotFiniteError(epoch, recipe)
    const evaluation = { epoch, trainLoss, test: test.metrics, validation: validated?.metrics ?? null }
    testLogits.push(test.logits)
    if (validated !== null) validationLogits.push(validated.logits)
    evaluations.push(evaluation)
    yield { kind: 'evaluated', evaluation }
    if (epoch === 0) continue
    await options.onCheckpoint?.(epoch, optimizer)

    if (finish?.aborted) yield { kind: 'notice', message: `Stopped in epoch ${epoch}; what was learned is kept.` }
    if (validated === null) continue
    const score = scoreOf(validated, truth, dataset.summary.labels, recipe)
    if (best === null || score > best.score) {
      best = { epoch, score, tensors: await tail.snapshot() }
    } else if (recipe.patience > 0 && epoch - best.epoch >= recipe.patience) {
      const message = `Stopped after epoch ${epoch}: validation has not been better since epoch ${best.epoch}.`
      yield { kind: 'notice', message }
      break
    }
  }
  optimizer.dispose()

  const last = at(evaluations, evaluations.length - 1).epoch
  if (last === 0) throw new LastlayerError('cancelled', 'Stopped before the first step: there is nothing to keep.')
  const trained = { evaluations, testLogits, validationLogits }
  if (recipe.keep === 'last' || best === null) return { ...trained, savedEpoch: last }
  tail.load(best.tensors)
  return { ...trained, savedEpoch: best.epoch }
}
