import type { Estimate, Params } from '../../../shared/contract.ts'
import { epochsFor } from '../../../shared/recipe.ts'
import { trainableBlocks } from '../../../shared/training-depth.ts'
import { datasetOptions, readDataset, type Dataset } from '../dataset/dataset.ts'
import { measureTail } from '../estimate/measure-tail.ts'
import { measureTrunk } from '../estimate/measure-trunk.ts'
import { measureYardsticks } from '../estimate/measure-yardsticks.ts'
import { sampleTexts } from '../estimate/text-sample.ts'
import { FeatureCache, featureKey } from '../features/feature-cache.ts'
import { savedBytes } from '../job/saved-bytes.ts'
import { openModel } from '../model/locate-model.ts'
import { encoderShapes, parameterCount } from '../model/families/expected-shapes.ts'
import { mostValidationTexts, trialSteps, usualTrials } from '../training/search.ts'
import { Tail } from '../tail/tail.ts'
import { startBackend } from '../backend/tf.ts'
import { fitLength } from '../tokens/fitted-length.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { openTrunk } from '../trunk/trunk.ts'
import { featureDim, trunkShape } from '../trunk/trunk-shape.ts'
import { at } from '../../../shared/at.ts'

/** Bytes a second in which a model is written, read back and made durable, and what the charts take. */
const saving = { bytesPerSecond: 1e8, charts: 0.5 }

/**
 * What a run will take: reads the dataset, measures the trunk, the tail and the yardsticks on this machine for some
 * seconds, and leaves out what the cache already holds.
 * @throws LastlayerError as the run itself would
 */
export async function estimate({ recipe: given, places }: Params<'estimate'>, signal: AbortSignal): Promise<Estimate> {
  const device = await startBackend()
  const model = await openModel(given.model)
  try {
    checkMaxLength(model.config, given.maxLength)
    const unfreeze = trainableBlocks(given, model.config.blocks)
    const tokenizer = TextTokenizer.open(model)
    const startedAt = performance.now()
    const dataset = await readDataset(datasetOptions(given), undefined, signal)
    const { recipe } = await fitLength(given, dataset, tokenizer, model.config.positions, signal)
    const reading = (performance.now() - startedAt) / 1000
    const sample = await sampleTexts(dataset, tokenizer, recipe, signal)

    // The run's own features, and those of K = 0 for a yardstick, in one pass.
    const shapes = [...new Set([unfreeze, 0])].map((depth) =>
      trunkShape(model, depth, { ...recipe, embeddings: recipe.embeddings && depth > 0 }),
    )
    const caches = await Promise.all(
      shapes.map(async (shape) =>
        FeatureCache.open(places.cache, await featureKey(model, tokenizer, shape, recipe), featureDim(model, shape)),
      ),
    )
    const [cache, frozen] = [at(caches, 0), at(caches, caches.length - 1)]
    const digests = new Set(dataset.examples.map(({ digest }) => digest))
    const missing = [...digests].filter((digest) => caches.some((one) => !one.find(digest))).length
    const perText = async (): Promise<number> =>
      sample.seconds +
      (await measureTrunk(await openTrunk(model, shapes, recipe.trunk, device), Math.round(sample.tokens)))
    const features = missing === 0 ? 0 : missing * (await perText())

    const { labels } = dataset.summary
    const tail = await Tail.create(model, { ...recipe, unfreeze, labels: labels.length, classes: null })
    const isFirst = at(shapes, 0).output === 'first'
    const rows = isFirst
      ? { training: 1, evaluation: 1 }
      : { training: Math.round(sample.longest), evaluation: Math.round(sample.tokens) }
    const parameters = tail.parameterCount
    const taken = await measureTail(tail, recipe.batchSize, rows, cache.dim).finally(() => tail.dispose())

    const { training, validation, test } = countParts(dataset)
    const size = { texts: training, labels: labels.length }
    const isRefit = recipe.refit && recipe.keep !== 'last' && validation > 0
    const batches = (texts: number): number => Math.ceil(texts / recipe.batchSize)
    const epochs = epochsFor(recipe, size)
    const evaluation = (batches(validation) + batches(test)) * taken.evaluation
    const trials = usualTrials * batches(Math.min(validation, mostValidationTexts)) * taken.evaluation
    const modelBytes = 4 * parameterCount(encoderShapes(model.config))
    const yardsticks = await measureYardsticks({
      dataset,
      seed: recipe.seed,
      isRefit,
      texts: sample.texts,
      featureKey: frozen.key,
      dim: frozen.dim,
      cacheRoot: places.cache,
      signal,
    })
    const parts = {
      reading,
      features,
      search: recipe.learningRate === 'auto' ? trialSteps(size, recipe) * taken.step + trials : 0,
      // Of the untrained model, and of weights that are a mean.
      baseline: evaluation * (recipe.keep === 'mean' ? 2 : 1),
      epoch: batches(training) * taken.step + evaluation,
      refit: isRefit ? epochs * batches(training + validation) * taken.step : 0,
      yardsticks: yardsticks.answers,
      saving: yardsticks.intervals + saving.charts + modelBytes / saving.bytesPerSecond,
    }
    const { epoch, ...others } = parts
    const featureBytes = caches.reduce(
      (sum, one, i) => sum + missing * (at(shapes, i).output === 'first' ? 1 : sample.tokens) * one.bytesPerRow,
      0,
    )
    return {
      seconds: epochs * epoch + Object.values(others).reduce((sum, part) => sum + part, 0),
      epochs,
      parts,
      memoryMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
      // The copy that the run works from is one of the model.
      diskMB: (featureBytes + modelBytes + savedBytes(model.config, parameters, recipe)) / 1e6,
      device,
    }
  } finally {
    await model.close()
  }
}

function countParts({ examples }: Dataset): { training: number; validation: number; test: number } {
  const count = (part: string): number => examples.filter(({ split }) => split === part).length
  return { training: count('train'), validation: count('validation'), test: count('test') }
}
