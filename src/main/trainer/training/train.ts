import { inShort } from '../../../shared/figures.ts'
import { epochsFor, type Recipe } from '../../../shared/recipe.ts'
import type { Evaluation, Happening } from '../../../shared/run-events.ts'
import type { Search } from '../../../shared/search.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Dataset, Example } from '../dataset/dataset.ts'
import type { FeatureReader } from '../features/feature-reader.ts'
import { AdamW } from '../optimizer/adamw.ts'
import { judgedBy, scoreOf } from './choice.ts'
import { trainEpoch } from './epoch.ts'
import { evaluate } from './evaluation.ts'
import { KeptWeights } from './kept-weights.ts'
import { lossOptions } from './loss.ts'
import { MicroBatches } from './micro-batches.ts'
import { NotFiniteError } from './not-finite.ts'
import { orderOf } from './order.ts'
import { rateScale, type Rates } from '../optimizer/rates.ts'
import { beginning, type Answers, type KeptStanding, type LiveStanding, type Place } from '../checkpoint/standing.ts'
import type { Tail } from '../tail/tail.ts'
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
  /** How the rates were found; null where the recipe gives them. */
  readonly search?: Search | null
  /** Where an earlier process came to, to go on from there to the same end. */
  readonly from?: KeptStanding | null
  /** Called with everything that such a continuation needs: after each step, and where an epoch is done. */
  readonly onStanding?: (standing: LiveStanding, after: 'step' | 'epoch') => Promise<void>
  /** What was kept at the last end of an epoch, to go back to. */
  readonly goBack?: () => Promise<KeptStanding | null>
  /** Texts in a slice of a batch, where memory is known to be short. */
  readonly slice?: number | null
}

export interface Trained {
  readonly evaluations: readonly Evaluation[]
  /** Logits [test examples, labels] before the first step. */
  readonly before: Float32Array
  /** What the weights answer that are left in the tail. */
  readonly saved: Answers
  /** The last epoch, or the one that validated best. */
  readonly savedEpoch: number
  /** The first and the last epoch whose weights were averaged; null where those of one epoch were kept. */
  readonly averaged: [number, number] | null
  /** Whether the weights are those of a last training, on the validation part too, which `saved.validation` are not. */
  readonly isRefit: boolean
}

/**
 * The training loop. Yields what happens; returns the evaluations, leaving in `tail` the weights to be saved.
 * @throws LastlayerError `cancelled` when the signal aborts, at the next step.
 */
export async function* train(options: TrainOptions): AsyncGenerator<Happening, Trained> {
  const { recipe, rates, dataset, tail, finish } = options
  const part = (split: Example['split']): Example[] => dataset.examples.filter((example) => example.split === split)
  const [training, validation, testing] = [part('train'), part('validation'), part('test')]
  const truth = validation.map(({ label }) => label)
  const order = options.order ?? ((examples, epoch) => orderOf(examples, epoch, recipe))
  const epochs = epochsFor(recipe, { texts: training.length, labels: dataset.summary.labels.length })
  const steps = Math.ceil(training.length / recipe.batchSize) * epochs

  const { from = null, search = null } = options

  const optimizer = new AdamW(tail.variables, { weightDecay: recipe.weightDecay, scaleOf: rateScale(tail, rates) })
  if (from !== null) {
    tail.load(from.weights)
    optimizer.load(from.step, from.moments)
  }
  const notices: string[] = []
  const microBatches = new MicroBatches((size) => {
    notices.push(`Memory ran out: steps are now made in slices of ${size} texts, with the same result.`)
  }, options.slice ?? from?.slice)
  const loss = lossOptions(recipe, dataset.summary)
  const context = { ...options, optimizer, microBatches, notices, loss, steps, learningRate: rates.blocks }
  const evaluations = [...(from?.evaluations ?? [])]
  const answers = new Map(from?.answers)
  const kept = new KeptWeights(recipe, from?.kept)
  const tell = async (place: Place, after: 'step' | 'epoch'): Promise<void> => {
    const { size: slice } = microBatches
    const { halvings = 0 } = from ?? {}
    const standing = { rates, search, place, slice, halvings, evaluations, answers, kept: kept.state, tail, optimizer }
    await options.onStanding?.(standing, after)
  }

  let place = from?.place ?? beginning
  try {
    for (let { epoch } = place; epoch <= epochs && !place.isOver; epoch++) {
      const pass = { ...context, epoch, from: place, onPlace: (at: Place) => tell(at, 'step') }
      const trainLoss = epoch === 0 ? null : yield* trainEpoch(order(training, epoch), pass)
      if (epoch > 0 && trainLoss === null) {
        await tell({ ...place, isOver: true }, 'epoch')
        break
      }

      const phase = epoch === 0 ? 'baseline' : 'evaluating'
      const test = yield* evaluate(testing, phase, context)
      const validated = validation.length === 0 ? null : yield* evaluate(validation, phase, context)
      if (test === null || (validation.length > 0 && validated === null)) {
        throw new NotFiniteError(epoch, recipe, rates.blocks)
      }
      const score = validated && scoreOf(validated, truth, dataset.summary.labels, recipe)
      const evaluation = {
        epoch,
        trainLoss,
        test: inShort(test.metrics),
        validation: validated && inShort(validated.metrics),
        calibratedLoss: score !== null && recipe.chooseBy === 'loss' ? -score : null,
      }
      answers.set(epoch, { test: test.logits, validation: validated?.logits ?? null })
      evaluations.push(evaluation)
      yield { kind: 'evaluated', evaluation }

      let isOver = epoch > 0 && (epoch === epochs || finish?.aborted === true)
      if (epoch > 0 && finish?.aborted) {
        yield { kind: 'notice', message: `Stopped in epoch ${epoch}; what was learned is kept.` }
      }
      if (epoch > 0 && score !== null) {
        kept.offer(epoch, score, await tail.snapshot())
        const best = kept.bestEpoch ?? epoch
        if (recipe.patience > 0 && epoch - best >= recipe.patience) {
          const message = `Stopped after epoch ${epoch}: ${judgedBy[recipe.chooseBy]} has not been better since epoch ${best}.`
          yield { kind: 'notice', message }
          isOver = true
        }
      }
      for (const one of answers.keys()) if (![0, kept.bestEpoch, epoch].includes(one)) answers.delete(one)
      place = { ...beginning, epoch: epoch + 1, isOver }
      await tell(place, 'epoch')
    }
  } finally {
    optimizer.dispose()
  }

  const last = at(evaluations, evaluations.length - 1).epoch
  if (last === 0) throw new LastlayerError('cancelled', 'Stopped before the first step: there is nothing to keep.')
  const answersOf = (epoch: number): Answers => answers.get(epoch) ?? { test: new Float32Array(), validation: null }
  const before = answersOf(0).test
  const weights = recipe.keep === 'last' ? null : kept.weights()
  const savedEpoch = weights === null ? last : (kept.bestEpoch ?? last)
  const { averaged } = kept
  if (weights !== null) tail.load(weights)
  const chosen = { evaluations, before, savedEpoch, averaged, isRefit: false }
  if (averaged === null) return { ...chosen, saved: answersOf(savedEpoch) }
  const test = yield* evaluate(testing, 'evaluating', context)
  const validated = yield* evaluate(validation, 'evaluating', context)
  if (test === null || validated === null) throw new NotFiniteError(last, recipe, rates.blocks)
  return { ...chosen, saved: { test: test.logits, validation: validated.logits } }
}
