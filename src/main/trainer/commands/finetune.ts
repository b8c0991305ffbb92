import { dirname, isAbsolute, resolve } from 'node:path'
import type { Places } from '../../../shared/contract.ts'
import { toErrorMessage } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { trainableBlocks } from '../../../shared/training-depth.ts'
import { isSampleName } from '../../../shared/samples.ts'
import type { Happening, Phase, RunEvent, RunReport } from '../../../shared/run-events.ts'
import { writeReport } from '../report/report.ts'
import { drawCharts } from '../run/charts.ts'
import { saveCheckpoint } from '../training/checkpoint.ts'
import { datasetOptions, readDataset } from '../dataset/dataset.ts'
import { joinedColumns } from '../dataset/rows/text-template.ts'
import { inputsName, sweepRuns } from '../../disk/run-owner.ts'
import { sweepTemporaryFolders } from '../../disk/temporary-folder.ts'
import type { TextStore } from '../dataset/survey/text-store.ts'
import { FeatureReader } from '../features/feature-reader.ts'
import { prepareFeatures } from '../features/prepare-features.ts'
import { openModel } from '../model/locate-model.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { saveModelFolder } from '../model/save-model.ts'
import { keepCorrections } from '../run/kept-corrections.ts'
import { withPinnedInputs } from '../run/pinned-inputs.ts'
import { RunFolder } from '../run/run-folder.ts'
import { writeTestAnswers } from '../run/test-answers.ts'
import type { AdamW } from '../optimizer/adamw.ts'
import { classesOf } from '../tail/continued-head.ts'
import { foldTemperature } from '../tail/folded-temperature.ts'
import { Tail } from '../tail/tail.ts'
import { startBackend } from '../backend/tf.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { learn } from '../training/learn.ts'
import { assess } from '../yardsticks/assess.ts'
import { at } from '../../../shared/at.ts'

export interface FinetuneOptions {
  readonly recipe: Recipe
  readonly places: Places
  /** Run folder; null chooses one. */
  readonly out: string | null
  /** Other depths K whose features are computed in the same pass, for runs that follow. */
  readonly prepare?: readonly Recipe['unfreeze'][]
  /** What the host has to tell the person. */
  readonly notices?: readonly string[]
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
  prepare = [],
  notices = [],
  ...options
}: FinetuneOptions): Promise<RunReport> {
  const recipe = withAbsolutePaths(options.recipe)
  const model = await openModel(recipe.model)
  try {
    const unfreeze = trainableBlocks(recipe, model.config.blocks)
    const depths = prepare.map((unfreeze) => trainableBlocks({ ...recipe, unfreeze }, model.config.blocks))
    checkMaxLength(model.config, recipe.maxLength)
    const tokenizer = TextTokenizer.open(model)

    const run = await RunFolder.create(out, places.runs, recipe.dataset)
    await Promise.all([sweepTemporaryFolders(), ...[places.runs, dirname(run.path)].map(sweepRuns)])
    let epochsDone = 0
    const emit: Emit = (happening) => {
      if (happening.kind === 'evaluated') epochsDone = happening.evaluation.epoch
      onEvent(run.log(happening))
    }
    try {
      await run.writeJson('recipe.json', recipe)
      const stages = {
        recipe,
        unfreeze,
        prepare: depths,
        notices,
        tokenizer,
        run,
        cacheRoot: places.cache,
        emit,
        signal,
        finish,
      }
      return await withPinnedInputs(run.file(inputsName), model, (model, texts) =>
        runStages({ ...stages, model, texts }),
      )
    } catch (error) {
      if (epochsDone === 0) await run.remove()
      else emit({ kind: 'failed', error: toErrorMessage(error) })
      throw error
    } finally {
      await run.release()
    }
  } finally {
    await model.close()
  }
}

interface Stages {
  readonly recipe: Recipe
  readonly unfreeze: number
  readonly prepare: readonly number[]
  readonly notices: readonly string[]
  /** As it was at the start of the run. */
  readonly model: ModelFolder
  /** Where the texts are kept as they are read. */
  readonly texts: TextStore
  readonly tokenizer: TextTokenizer
  readonly run: RunFolder
  readonly cacheRoot: string
  readonly emit: Emit
  readonly signal: AbortSignal
  readonly finish?: AbortSignal
}

async function runStages(stages: Stages): Promise<RunReport> {
  const { recipe, unfreeze, model, texts, run, cacheRoot, emit, signal, finish } = stages
  const startedAt = performance.now()
  const progress = (phase: Phase, unit: string) => (done: number, total: number) =>
    emit({ kind: 'progress', phase, done, total, unit })

  const dataset = await readDataset(
    datasetOptions(await keepCorrections(run, recipe)),
    (done) => progress('reading', 'texts')(done, done),
    signal,
    texts,
  )
  emit({ kind: 'dataset', summary: dataset.summary })
  for (const message of stages.notices) emit({ kind: 'notice', message })
  await run.writeJson('dataset.json', dataset.summary)

  const device = await startBackend()
  const { labels } = dataset.summary
  for (const { label } of recipe.labelWeights.filter((one) => !labels.includes(one.label))) {
    emit({ kind: 'notice', message: `The weight of "${label}" is not used: no label is called so.` })
  }
  const classes = recipe.head === 'auto' ? classesOf(model.config, labels) : null
  if (classes !== null) {
    emit({ kind: 'notice', message: `The model knows these ${labels.length} labels: its head is trained further.` })
  }
  const tail = await Tail.create(model, { ...recipe, unfreeze, labels: labels.length, classes })
  const trainableParameters = tail.parameterCount
  if (device.backend === 'wasm' && unfreeze > 1) {
    const message = `Training ${unfreeze} blocks is slow on WebAssembly. Native TensorFlow is many times faster: lastlayer setup.`
    emit({ kind: 'notice', message })
  }
  emit({ kind: 'started', run: run.path, recipe, device, blocks: model.config.blocks, trainableParameters })

  try {
    const depths = [...new Set([unfreeze, ...stages.prepare, 0])]
    const {
      caches,
      report: featureReport,
      truncated,
    } = await prepareFeatures({
      ...stages,
      dataset,
      depths,
      device,
      onProgress: progress('features', 'texts'),
      onNotice: (message) => emit({ kind: 'notice', message }),
    })
    const features = new FeatureReader(at(caches, 0))
    const onCheckpoint = (epoch: number, optimizer: AdamW) =>
      saveCheckpoint(run.file('checkpoint'), epoch, tail, optimizer)
    const learning = learn({ recipe, dataset, features, tail, signal, finish, onCheckpoint })
    const trained = await forward(learning, emit).finally(() => features.close())
    const { search, evaluations, savedEpoch, averaged } = trained
    const frozen = at(caches, depths.indexOf(0))
    const onProgress = progress('yardsticks', 'yardsticks')
    const worth = await assess({ dataset, trained, frozen, cacheRoot, seed: recipe.seed, onProgress, signal })
    emit({ kind: 'progress', phase: 'saving', done: 0, total: 1, unit: 'models' })
    const tensors = foldTemperature(await tail.snapshot(), model.config.family.head, worth.temperature)
    await saveModelFolder({
      source: model,
      destination: run.file('model'),
      labels,
      trained: tensors,
      maxLength: recipe.maxLength,
      textColumns: joinedColumns(dataset.summary.columns),
    })
    await writeTestAnswers(run.file('test-answers.jsonl'), dataset, trained.before, worth.testLogits, signal)
    const report: RunReport = {
      run: run.path,
      device,
      before: at(evaluations, 0).test,
      epochs: evaluations.slice(1),
      after: worth.after,
      savedEpoch,
      averaged,
      savedValidation: worth.validation,
      search,
      yardsticks: worth.yardsticks,
      calibration: worth.calibration,
      trainableParameters,
      truncated,
      features: featureReport,
      seconds: (performance.now() - startedAt) / 1000,
      peakMemoryMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
    }
    await drawCharts(report, run.file('charts'))
    await run.writeJson('report.json', report)
    await writeReport(run.path, signal)
    emit({ kind: 'finished', report })
    return report
  } finally {
    tail.dispose()
  }
}

/** Passes on what a training yields, and returns what it returns. */
async function forward<T>(training: AsyncGenerator<Happening, T>, emit: Emit): Promise<T> {
  for (;;) {
    const { done, value } = await training.next()
    if (done) return value
    emit(value)
  }
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
