import type { Phase, Happening, RunReport } from '../../../shared/run-events.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { trainableBlocks } from '../../../shared/training-depth.ts'
import { at } from '../../../shared/at.ts'
import { releaseFeatures } from '../../cache/feature-folders.ts'
import { requireRoom } from '../../disk/atomic-files.ts'
import { keepDigests } from '../../run-files/model-digests.ts'
import { startBackend } from '../backend/tf.ts'
import { goBackAnEpoch } from '../checkpoint/checkpoint.ts'
import type { KeptStanding } from '../checkpoint/standing.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { joinedColumns } from '../dataset/rows/text-template.ts'
import { FeatureReader } from '../features/feature-reader.ts'
import { prepareFeatures } from '../features/prepare-features.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { saveModelFolder } from '../model/save-model.ts'
import { writeReport } from '../report/report.ts'
import { drawCharts } from '../run/charts.ts'
import { writeTestAnswers } from '../run/test-answers.ts'
import { classesOf } from '../tail/continued-head.ts'
import { foldTemperature } from '../tail/folded-temperature.ts'
import { Tail } from '../tail/tail.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { learn } from '../training/learn.ts'
import type { TrainOptions } from '../training/train.ts'
import { assess } from '../yardsticks/assess.ts'
import { Course, type CourseOptions } from './course.ts'
import { answersAlike } from './saved-answers.ts'
import { savedBytes } from './saved-bytes.ts'

export interface Stages extends CourseOptions {
  readonly recipe: Recipe
  /** As it was at the start of the run. */
  readonly model: ModelFolder
  readonly tokenizer: TextTokenizer
  readonly dataset: Dataset
  /** Other depths K whose features are computed in the same pass. */
  readonly prepare: readonly number[]
  readonly cacheRoot: string
  /** Texts in a slice of a batch, where memory is known to be short. */
  readonly slice?: number | null
}

/**
 * A fine-tuning from the texts, which were read, to the saved model. From a checkpoint it goes on to the same end.
 * @throws LastlayerError
 */
export async function runStages(stages: Stages): Promise<RunReport> {
  const { recipe, model, dataset, run, cacheRoot, emit, signal, finish, checkpoint, slice } = stages
  const unfreeze = trainableBlocks(recipe, model.config.blocks)
  const course = new Course(stages)
  const progress = (phase: Phase, unit: string) => (done: number, total: number) =>
    emit({ kind: 'progress', phase, done, total, unit })

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
    const message = `Training ${unfreeze} blocks is slow on WebAssembly. Native TensorFlow is about three times as fast: npm run lastlayer -- setup.`
    emit({ kind: 'notice', message })
  }
  if (checkpoint === null) {
    const advice = 'Free some space, or choose a folder on another disk with --out'
    await requireRoom(
      run.path,
      savedBytes(model.config, trainableParameters, recipe),
      'checkpoints and a model',
      advice,
    )
  }
  const started = { kind: 'started', run: run.path, recipe, device, trainableParameters } as const
  if (checkpoint === null) emit({ ...started, blocks: model.config.blocks })

  try {
    const depths = [...new Set([unfreeze, ...stages.prepare, 0])]
    const {
      caches,
      report: featureReport,
      truncated,
    } = await course.whenThereIsRoom(() =>
      prepareFeatures({
        ...stages,
        depths,
        device,
        onProgress: async (done, total) => {
          progress('features', 'texts')(done, total)
          await course.hold()
        },
        onNotice: (message) => emit({ kind: 'notice', message }),
      }),
    )
    const features = new FeatureReader(at(caches, 0))
    const onStanding: TrainOptions['onStanding'] = (standing, after) => course.follow(standing, after)
    const from = checkpoint?.standing ?? null
    const goBack = (): Promise<KeptStanding | null> => goBackAnEpoch(run.path)
    const learning = learn({ recipe, dataset, features, tail, signal, finish, from, onStanding, goBack, slice })
    const trained = await forward(learning, emit, course).finally(() => features.close())
    const { search, halvings, evaluations, savedEpoch, averaged, isRefit } = trained
    const frozen = at(caches, depths.indexOf(0))
    const onProgress = progress('yardsticks', 'yardsticks')
    const worth = await assess({ dataset, trained, frozen, cacheRoot, seed: recipe.seed, onProgress, signal })
    emit({ kind: 'progress', phase: 'saving', done: 0, total: 1, unit: 'models' })
    const tensors = foldTemperature(await tail.snapshot(), model.config.family.head, worth.temperature)
    await course.whenThereIsRoom(async () => {
      const written = await saveModelFolder({
        source: model,
        destination: run.file('model'),
        labels,
        trained: tensors,
        maxLength: recipe.maxLength,
        textColumns: joinedColumns(dataset.summary.columns),
      })
      await keepDigests(run.file('model'), written)
    })
    if (recipe.trunk === 'int8') {
      const { alike, texts } = await answersAlike(run.file('model'), dataset, worth.testLogits, signal)
      const message = `The saved model computes in float32: of ${texts} test texts it answers ${alike} as was measured in 8 bits.`
      emit({ kind: 'notice', message })
    }
    const report: RunReport = {
      run: run.path,
      device,
      before: at(evaluations, 0).test,
      epochs: evaluations.slice(1),
      after: worth.after,
      savedEpoch,
      averaged,
      isRefit,
      savedValidation: worth.validation,
      savedCalibratedLoss: worth.calibratedLoss,
      search,
      halvings,
      yardsticks: worth.yardsticks,
      calibration: worth.calibration,
      trainableParameters,
      truncated,
      features: featureReport,
      seconds: course.seconds,
      peakMemoryMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
    }
    await course.whenThereIsRoom(async () => {
      await writeTestAnswers(run.file('test-answers.jsonl'), dataset, trained.before, worth.testLogits, signal)
      await drawCharts(report, run.file('charts'))
      await run.writeJson('report.json', report)
      await writeReport(run.path, signal)
    })
    emit({ kind: 'finished', report })
    return report
  } finally {
    tail.dispose()
    await releaseFeatures()
  }
}

/** Passes on what a training yields, holding still where it may, and returns what it returns. */
async function forward<T>(training: AsyncGenerator<Happening, T>, emit: Stages['emit'], course: Course): Promise<T> {
  for (;;) {
    const { done, value } = await training.next()
    if (done) return value
    emit(value)
    if (value.kind === 'progress') await course.hold()
  }
}
