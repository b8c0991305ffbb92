import { isAbsolute, resolve } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { toErrorMessage } from '../../shared/errors.ts'
import { needsValidation, trainableBlocks, type Recipe } from '../../shared/recipe.ts'
import type { Device, FeatureReport, Happening, Phase, RunEvent, RunReport } from '../../shared/run-events.ts'
import { changedExamples } from './changed-examples.ts'
import { drawCharts } from './charts.ts'
import { saveCheckpoint } from './checkpoint.ts'
import { readDataset, type Dataset } from './dataset/dataset.ts'
import { computeFeatures } from './features/compute-features.ts'
import { FeatureCache } from './features/feature-cache.ts'
import { featureKey } from './features/feature-key.ts'
import { FeatureReader } from './features/feature-reader.ts'
import { openModelFolder, saveModelFolder, type ModelFolder } from './model/model-folder.ts'
import { RunFolder } from './run-folder.ts'
import { Tail } from './tail/tail.ts'
import { startBackend } from './tf.ts'
import { checkMaxLength, TextTokenizer } from './tokens.ts'
import { train, type Trained } from './train.ts'
import { featureDim, openTrunk, trunkShape } from './trunk/trunk.ts'

export interface FinetuneOptions {
  readonly recipe: Recipe
  readonly places: Places
  /** Run folder; null chooses one. */
  readonly out: string | null
  /** Gives the run up. */
  readonly signal: AbortSignal
  /** Ends the training after the present step and keeps what was reached. */
  readonly finish?: AbortSignal
  readonly onEvent: (event: RunEvent) => void
}

type Emit = (happening: Happening) => void

/**
 * A fine-tuning from the dataset folder to the saved model; this is the file to read first.
 * Bad input and a run that stops before its first epoch is done leave no run folder behind.
 * @throws LastlayerError
 */
export async function finetune({
  places,
  out,
  signal,
  finish,
  onEvent,
  ...options
}: FinetuneOptions): Promise<RunReport> {
  const recipe = withAbsolutePaths(options.recipe)
  const model = await openModelFolder(recipe.model)
  try {
    const unfreeze = trainableBlocks(recipe, model.config.blocks)
    checkMaxLength(model.config, recipe.maxLength)
    const tokenizer = await TextTokenizer.open(model)

    const run = await RunFolder.create(out, places.runs, recipe.dataset)
    let epochsDone = 0
    const emit: Emit = (happening) => {
      if (happening.kind === 'evaluated') epochsDone = happening.evaluation.epoch
      onEvent(run.log(happening))
    }
    try {
      await run.writeJson('recipe.json', recipe)
      return await runStages({ recipe, unfreeze, model, tokenizer, run, cacheRoot: places.cache, emit, signal, finish })
    } catch (error) {
      if (epochsDone === 0) await run.remove()
      else emit({ kind: 'failed', error: toErrorMessage(error) })
      throw error
    }
  } finally {
    await model.close()
  }
}

interface Stages {
  readonly recipe: Recipe
  readonly unfreeze: number
  readonly model: ModelFolder
  readonly tokenizer: TextTokenizer
  readonly run: RunFolder
  readonly cacheRoot: string
  readonly emit: Emit
  readonly signal: AbortSignal
  readonly finish?: AbortSignal
}

async function runStages(stages: Stages): Promise<RunReport> {
  const { recipe, unfreeze, model, run, emit, signal, finish } = stages
  const startedAt = performance.now()
  const progress = (phase: Phase, unit: string) => (done: number, total: number) =>
    emit({ kind: 'progress', phase, done, total, unit })

  const dataset = await readDataset(
    { ...recipe, validationShare: needsValidation(recipe) ? recipe.validationShare : 0 },
    (done) => progress('reading', 'texts')(done, done),
    signal,
  )
  emit({ kind: 'dataset', summary: dataset.summary })
  await run.writeJson('dataset.json', dataset.summary)

  const device = await startBackend()
  const { labels } = dataset.summary
  const tail = await Tail.create(model, { ...recipe, unfreeze, labels: labels.length })
  const trainableParameters = tail.parameterCount
  emit({ kind: 'started', run: run.path, recipe, device, blocks: model.config.blocks, trainableParameters })

  const { cache, report: features } = await prepareFeatures(dataset, device, stages, progress('features', 'texts'))
  const truncated = countTruncated(dataset, cache)
  if (truncated > 0) {
    const message = `${truncated} of ${dataset.examples.length} texts are longer than ${recipe.maxLength} tokens and lose their end.`
    emit({ kind: 'notice', message })
  }

  const reader = new FeatureReader(cache)
  try {
    const { evaluations, testLogits, savedEpoch } = await forward(
      train({
        recipe,
        dataset,
        features: reader,
        tail,
        signal,
        finish,
        onCheckpoint: (epoch, optimizer) => saveCheckpoint(run.file('checkpoint'), epoch, tail, optimizer),
      }),
      emit,
    )
    emit({ kind: 'progress', phase: 'saving', done: 0, total: 1, unit: 'models' })
    const trained = await tail.snapshot()
    await saveModelFolder({
      source: model,
      destination: run.file('model'),
      labels,
      trained,
      maxLength: recipe.maxLength,
    })
    await run.writeJson('examples.json', await changedExamples(dataset, testLogits[0], testLogits[savedEpoch], signal))
    const report: RunReport = {
      run: run.path,
      device,
      before: evaluations[0].test,
      epochs: evaluations.slice(1),
      after: evaluations[savedEpoch].test,
      savedEpoch,
      trainableParameters,
      truncated,
      features,
      seconds: (performance.now() - startedAt) / 1000,
      peakMemoryMB: process.resourceUsage().maxRSS / 1024,
    }
    await drawCharts(report, run.file('charts'))
    await run.writeJson('report.json', report)
    emit({ kind: 'finished', report })
    return report
  } finally {
    reader.close()
    tail.dispose()
  }
}

/** Brings the cache to hold the features of every example, computing only what is missing. */
async function prepareFeatures(
  dataset: Dataset,
  device: Device,
  { recipe, unfreeze, model, tokenizer, cacheRoot, emit, signal }: Stages,
  onProgress: (done: number, total: number) => void,
): Promise<{ cache: FeatureCache; report: FeatureReport }> {
  const startedAt = performance.now()
  const shape = trunkShape(model, unfreeze, recipe)
  const key = await featureKey(model, tokenizer, shape, recipe)
  const cache = await FeatureCache.open(cacheRoot, key, featureDim(model, shape))
  const damaged = await cache.verify(dataset.examples.map(({ digest }) => digest))
  if (damaged > 0) {
    emit({ kind: 'notice', message: `${damaged} damaged feature files were deleted; their texts are computed again.` })
  }
  const computed = await computeFeatures({
    dataset,
    tokenizer,
    openTrunk: () => openTrunk(model, shape, recipe.trunk, device),
    cache,
    onProgress,
    signal,
  })
  const texts = new Set(dataset.examples.map(({ digest }) => digest)).size
  const fromCache = texts - computed
  if (computed === 0) {
    emit({
      kind: 'notice',
      message: `The features of all ${texts} texts came from the cache; none was computed again.`,
    })
  }
  return { cache, report: { seconds: (performance.now() - startedAt) / 1000, computed, fromCache } }
}

function countTruncated({ examples }: Dataset, cache: FeatureCache): number {
  const { maxLength } = cache.key
  return examples.filter(({ digest }) => (cache.find(digest)?.fullLength ?? 0) > maxLength).length
}

/** Passes on what a training yields, and returns what it returns. */
async function forward(training: AsyncGenerator<Happening, Trained>, emit: Emit): Promise<Trained> {
  for (;;) {
    const { done, value } = await training.next()
    if (done) return value
    emit(value)
  }
}

function withAbsolutePaths(recipe: Recipe): Recipe {
  const absolute = (path: string): string => (isAbsolute(path) || path.startsWith('sample:') ? path : resolve(path))
  return { ...recipe, dataset: absolute(recipe.dataset), model: absolute(recipe.model) }
}
