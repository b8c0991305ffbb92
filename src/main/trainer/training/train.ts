import type { Recipe } from '../../../shared/recipe.ts'
import type { Metrics } from '../../../shared/figures.ts'
import type { Evaluation, Happening } from '../../../shared/run-events.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import { computeLogits } from './evaluation.ts'
import { computeMetrics } from './metrics.ts'
import { MicroBatches } from './micro-batches.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import { permutation, streamKey } from '../random.ts'
import { AdamW } from './adamw.ts'
import { linearSchedule } from './schedule.ts'
import type { Tail } from './tail.ts'
import { trainStep, type StepOptions } from './train-step.ts'
import { at } from '../../../shared/at.ts'

export interface TrainOptions {
  readonly recipe: Recipe
  readonly dataset: Dataset
  readonly features: FeatureReader
  readonly tail: Tail
  /** Gives the training up. */
  readonly signal: AbortSignal
  /** Ends the training after the present step; what was reached is evaluated and kept. */
  readonly finish?: AbortSignal
  /** The order of the training examples in an epoch; shuffled by seed unless given. */
  readonly order?: (examples: readonly Example[], epoch: number) => readonly Example[]
  /** Called with everything that a later continuation needs, whenever an epoch is done. */
  readonly onCheckpoint?: (epoch: number, optimizer: AdamW) => Promise<void>
}

export interface Trained {
  readonly evaluations: readonly Evaluation[]
  /** Row-major [test examples, labels], for each evaluation. */
  readonly testLogits: readonly Float32Array[]
  /** The same of the validation examples; none where there is no such part. */
  readonly validationLogits: readonly Float32Array[]
  readonly savedEpoch: number
}

/** The order of the training examples in an epoch; epochs count from 1. */
export function shuffled(examples: readonly Example[], seed: number, epoch: number): Example[] {
  return Array.from(permutation(streamKey('order', seed, epoch), examples.length), (i) => at(examples, i))
}

/**
 * The training loop. Yields what happens; returns the evaluations, leaving in `tail` the weights of `savedEpoch`.
 * @throws LastlayerError `cancelled` when the signal aborts, at the next step.
 */
export async function* train(options: TrainOptions): AsyncGenerator<Happening, Trained> {
  const { recipe, dataset, tail, signal } = options
  const part = (split: Example['split']): Example[] => dataset.examples.filter((example) => example.split === split)
  const [training, validation, testing] = [part('train'), part('validation'), part('test')]
  const order = options.order ?? ((examples, epoch) => shuffled(examples, recipe.seed, epoch))
  const stepsPerEpoch = Math.ceil(training.length / recipe.batchSize)
  const steps = stepsPerEpoch * recipe.epochs

  const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay })
  const notices: string[] = []
  const microBatches = new MicroBatches((size) => {
    notices.push(`Memory ran out: steps are now made in slices of ${size} texts, with the same result.`)
  })
  const context = { ...options, optimizer, microBatches }
  const evaluations: Evaluation[] = []
  const testLogits: Float32Array[] = []
  const validationLogits: Float32Array[] = []
  const isFinishing = (): boolean => options.finish?.aborted ?? false
  let best: { epoch: number; loss: number; tensors: Map<string, TrainedTensor> } | null = null

  for (let epoch = 0; epoch <= recipe.epochs; epoch++) {
    let trainLoss: number | null = null
    if (epoch > 0) {
      const examples = order(training, epoch)
      let [lossSum, seen] = [0, 0]
      for (let start = 0; start < examples.length && !isFinishing(); start += recipe.batchSize) {
        await yieldToMessages(signal)
        const step = optimizer.step
        const learningRate = linearSchedule(step, steps, recipe.learningRate, recipe.warmup)
        const batch = examples.slice(start, start + recipe.batchSize)
        const { loss, gradientNorm } = await trainStep(batch, learningRate, context)
        if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw notFinite(epoch, recipe)
        lossSum += loss * batch.length
        seen += batch.length
        for (const message of notices.splice(0)) yield { kind: 'notice', message }
        yield { kind: 'step', step: step + 1, steps, epoch, loss, learningRate, gradientNorm }
      }
      if (seen === 0) break
      trainLoss = lossSum / seen
    }

    const test = yield* evaluate(testing, epoch, context)
    const validated = validation.length > 0 ? yield* evaluate(validation, epoch, context) : null
    const evaluation = { epoch, trainLoss, test: test.metrics, validation: validated?.metrics ?? null }
    testLogits.push(test.logits)
    if (validated !== null) validationLogits.push(validated.logits)
    evaluations.push(evaluation)
    yield { kind: 'evaluated', evaluation }
    if (epoch > 0) await options.onCheckpoint?.(epoch, optimizer)

    if (isFinishing() && epoch > 0)
      yield { kind: 'notice', message: `Stopped in epoch ${epoch}; what was learned is kept.` }
    if (epoch === 0 || evaluation.validation === null) continue
    if (best === null || evaluation.validation.loss < best.loss) {
      best = { epoch, loss: evaluation.validation.loss, tensors: await tail.snapshot() }
    } else if (recipe.patience > 0 && epoch - best.epoch >= recipe.patience) {
      yield {
        kind: 'notice',
        message: `Stopped after epoch ${epoch}: the validation loss has not fallen since epoch ${best.epoch}.`,
      }
      break
    }
  }
  optimizer.dispose()

  const last = at(evaluations, evaluations.length - 1).epoch
  if (last === 0) throw new LastlayerError('cancelled', 'Stopped before the first step: there is nothing to keep.')
  if (recipe.keep === 'last' || best === null) return { evaluations, testLogits, validationLogits, savedEpoch: last }
  tail.load(best.tensors)
  return { evaluations, testLogits, validationLogits, savedEpoch: best.epoch }
}

/** Evaluates the present weights on some examples. */
async function* evaluate(
  examples: readonly Example[],
  epoch: number,
  options: TrainOptions & StepOptions,
): AsyncGenerator<Happening, { metrics: Metrics; logits: Float32Array }> {
  const { recipe, dataset, signal } = options
  const { labels } = dataset.summary
  const phase = epoch === 0 ? 'baseline' : 'evaluating'
  const computing = computeLogits(examples, { ...options, labels: labels.length })
  for (;;) {
    await yieldToMessages(signal)
    const { done, value } = await computing.next()
    if (!done) {
      yield { kind: 'progress', phase, done: value, total: examples.length, unit: 'texts' }
      continue
    }
    if (!value.every(Number.isFinite)) throw notFinite(epoch, recipe)
    const truth = examples.map(({ label }) => label)
    return { metrics: computeMetrics(value, truth, labels), logits: value }
  }
}

function notFinite(epoch: number, { model, learningRate }: Recipe): LastlayerError {
  if (epoch === 0) {
    return new LastlayerError(
      'model',
      `The model ${model} gives no finite numbers: its weights are damaged. Download it again.`,
    )
  }
  const advice = `Start again with a lower learning rate than ${learningRate}.`
  return new LastlayerError('usage', `Training left the range of numbers in epoch ${epoch}. ${advice}`)
}
