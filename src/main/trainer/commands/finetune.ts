import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Places } from '../../../shared/contract.ts'
import {
  interruption,
  isInterrupted,
  LastlayerError,
  toErrorMessage,
  type ErrorMessage,
} from '../../../shared/errors.ts'
import type { PauseSwitch } from '../../../shared/pause.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { trainableBlocks } from '../../../shared/training-depth.ts'
import { isSampleName } from '../../../shared/samples.ts'
import type { Happening, RunEvent, RunReport } from '../../../shared/run-events.ts'
import { startBackend } from '../backend/tf.ts'
import { readCheckpoint } from '../checkpoint/checkpoint.ts'
import { datasetOptions, readDataset } from '../dataset/dataset.ts'
import { forgetResumption, listCheckpoints, reportName, stepToGoOn } from '../../disk/resumption.ts'
import { readDatasetSummary, readRecipe } from '../../run-files/kept-file.ts'
import { sweepLeftovers } from '../../run-files/leftovers.ts'
import { sweepShards } from '../features/shard.ts'
import { runStages } from '../job/stages.ts'
import { openModel } from '../model/locate-model.ts'
import { keepCorrections } from '../run/kept-corrections.ts'
import { keepExamples, withKeptInputs, withNewInputs } from '../run/pinned-inputs.ts'
import { RunFolder } from '../run/run-folder.ts'
import { isOutOfMemory } from '../training/micro-batches.ts'
import { fitLength } from '../tokens/fitted-length.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'

interface RunOptions {
  readonly places: Places
  /** What the host has to tell the person. */
  readonly notices?: readonly string[]
  /** Gives the run up; with an {@link interruption} as its reason, breaks it off, to be gone on with. */
  readonly signal: AbortSignal
  /** Ends the training after the present step and keeps what was reached. */
  readonly finish?: AbortSignal
  /** Holds the run up. */
  readonly pause?: PauseSwitch
  readonly onEvent: (event: RunEvent) => void
  /** Share of the time that checkpoints within an epoch may take. */
  readonly checkpointShare?: number
}

export interface FinetuneOptions extends RunOptions {
  readonly recipe: Recipe
  /** Run folder; null chooses one. */
  readonly out: string | null
  /** Other depths K whose features are computed in the same pass, for runs that follow. */
  readonly prepare?: readonly Recipe['unfreeze'][]
}

/**
 * A fine-tuning from the dataset folder to the saved model; this is the file to read first.
 * Bad input and a run that is given up before its first epoch is done leave no run folder behind.
 * @throws LastlayerError
 */
export async function finetune({ out, prepare = [], ...options }: FinetuneOptions): Promise<RunReport> {
  const { places, signal } = options
  const recipe = withAbsolutePaths(options.recipe)
  const model = await openModel(recipe.model)
  try {
    const depths = [recipe.unfreeze, ...prepare].map((unfreeze) =>
      trainableBlocks({ ...recipe, unfreeze }, model.config.blocks),
    )
    checkMaxLength(model.config, recipe.maxLength)
    const tokenizer = TextTokenizer.open(model)

    const run = await RunFolder.create(out, places.runs, recipe.dataset)
    await Promise.all([sweepLeftovers(places, dirname(run.path)), sweepShards(places.cache)])
    return await inFolder(run, options, async (emit) => {
      await run.writeJson('recipe.json', recipe)
      return await withNewInputs(run.path, model, async (model, texts) => {
        const dataset = await readDataset(
          datasetOptions(await keepCorrections(run, recipe)),
          (done) => emit({ kind: 'progress', phase: 'reading', done, total: done, unit: 'texts' }),
          signal,
          texts,
        )
        emit({ kind: 'dataset', summary: dataset.summary })
        for (const message of options.notices ?? []) emit({ kind: 'notice', message })
        await run.writeJson('dataset.json', dataset.summary)
        await keepExamples(run.path, dataset, texts)
        const fitted = await fitLength(recipe, dataset, tokenizer, model.config.positions, signal)
        if (fitted.reason !== null) {
          emit({ kind: 'notice', message: fitted.reason })
          await run.writeJson('recipe.json', fitted.recipe)
        }
        const stages = { ...options, recipe: fitted.recipe, model, dataset, tokenizer, run, emit, checkpoint: null }
        return await runStages({ ...stages, prepare: depths, cacheRoot: places.cache })
      })
    })
  } finally {
    await model.close()
  }
}

export interface ResumeOptions extends RunOptions {
  /** The folder of the run. */
  readonly run: string
  /** Whether it has just run out of memory: it goes on in smaller slices of a batch, and its events with it. */
  readonly lacksMemory?: boolean
}

/**
 * Goes on with a run that was broken off, from its last checkpoint, to the end that it would have come to. It needs
 * neither the dataset nor the model that it began with. Its former events are told first, unless it lacks memory.
 * @throws LastlayerError `usage` if there is nothing to go on with
 */
export async function resume({ run: path, lacksMemory = false, ...options }: ResumeOptions): Promise<RunReport> {
  const { recipe, summary } = await readBegun(path)
  const run = await RunFolder.reopen(path)
  return await inFolder(
    run,
    options,
    async (emit, tell) => {
      const { checkpoint, damaged } = await readCheckpoint(path)
      const events = await run.cutBack(lacksMemory ? Infinity : (checkpoint?.seq ?? 0))
      if (!lacksMemory) for (const event of events) tell(event)
      if (checkpoint === null) emit({ kind: 'dataset', summary })
      else emit({ kind: 'resumed', step: checkpoint.step })
      const notices = [...(options.notices ?? [])]
      if (damaged > 0) {
        const instead = checkpoint === null ? 'training begins anew' : `training goes on at step ${checkpoint.step}`
        notices.push(`The last checkpoint is damaged: ${instead}, and comes to the same end.`)
      }
      const began = events.find((event) => event.kind === 'started')?.device
      const { backend, device } = await startBackend()
      if (began && (began.backend !== backend || began.device !== device)) {
        const change = `It began with ${began.backend} on ${began.device} and goes on with ${backend} on ${device}`
        notices.push(`${change}: figures may differ in their last digits.`)
      }
      for (const message of notices) emit({ kind: 'notice', message })
      const told = new Set(events.flatMap((event) => (event.kind === 'notice' ? [event.message] : [])))
      const emitNew = (happening: Happening): void => {
        if (happening.kind !== 'notice' || !told.has(happening.message)) emit(happening)
      }
      return await withKeptInputs(path, summary, (model, dataset) => {
        const tokenizer = TextTokenizer.open(model)
        const slice = lacksMemory ? Math.ceil((checkpoint?.standing.slice ?? recipe.batchSize) / 2) : null
        const stages = { ...options, recipe, model, dataset, tokenizer, run, emit: emitNew, checkpoint, slice }
        return runStages({ ...stages, prepare: [], cacheRoot: options.places.cache })
      })
    },
    true,
  )
}

/** What a run began with. @throws LastlayerError `usage` or `output`, saying why it cannot be gone on with */
async function readBegun(path: string) {
  const { state, value: recipe } = await readRecipe(path)
  const refusal = (reason: string, code: 'usage' | 'output' = 'usage') =>
    new LastlayerError(code, `${path} cannot be gone on with: ${reason}`)
  if (state === 'missing' && recipe === null) throw refusal('it is no run. Name a run as `runs` lists it.')
  if (state === 'later') throw refusal('it is from a later version of Lastlayer. Use that one.', 'output')
  if (existsSync(join(path, reportName))) throw refusal('it is finished.')
  if ((await stepToGoOn(path)) === null) {
    throw refusal('it was given up, or ended before its texts were read. Start a new run with its recipe.')
  }
  const { value: summary } = await readDatasetSummary(path)
  if (recipe === null || summary === null) {
    throw refusal('its recipe.json or dataset.json is damaged. Start a new run.', 'output')
  }
  return { recipe, summary }
}

type Emit = (happening: Happening) => void

/** Does the work of a run in its folder, and settles what is left there afterwards. */
async function inFolder(
  run: RunFolder,
  { signal, onEvent }: RunOptions,
  work: (emit: Emit, tell: (event: RunEvent) => void) => Promise<RunReport>,
  isResumed = false,
): Promise<RunReport> {
  let epochsDone = 0
  const tell = (event: RunEvent): void => {
    if (event.kind === 'evaluated') epochsDone = event.evaluation.epoch
    onEvent(event)
  }
  const emit: Emit = (happening) => tell(run.log(happening))
  try {
    const report = await work(emit, tell)
    await forgetResumption(run.path)
    return report
  } catch (cause) {
    // What is there belongs to the other process.
    if (run.isTaken) throw cause
    const error = isInterrupted(signal) ? interruption() : isOutOfMemory(cause) ? outOfMemory(cause) : cause
    const message = toErrorMessage(error)
    const canGoOn = await keepsResumption(run.path, message, isResumed)
    if (!canGoOn) await forgetResumption(run.path)
    if (!canGoOn && epochsDone === 0) await run.remove()
    else emit({ kind: 'failed', error: message })
    throw error
  } finally {
    await run.release()
  }
}

function outOfMemory(cause: unknown): LastlayerError {
  return new LastlayerError('memory', 'Memory ran out; try a smaller batch or a smaller model.', { cause })
}

/**
 * Whether a run that ended so may be gone on with: one that was broken off, in any case; one that failed for a reason that
 * may pass, if it has learnt something or was kept before.
 */
async function keepsResumption(run: string, { code }: ErrorMessage, isResumed: boolean): Promise<boolean> {
  if ((await stepToGoOn(run)) === null) return false
  if (code === 'interrupted' || code === 'memory') return true
  const mayPass = code !== 'cancelled' && code !== 'usage' && code !== 'dataset'
  return mayPass && (isResumed || (await listCheckpoints(run)).length > 0)
}

function withAbsolutePaths(recipe: Recipe): Recipe {
  const absolute = (path: string): string => (isAbsolute(path) || isSampleName(path) ? path : resolve(path))
  const { dataset, model, corrections } = recipe
  return {
    ...recipe,
    dataset: absolute(dataset),
    model: absolute(model),
    corrections: corrections && absolute(corrections),
  }
}
