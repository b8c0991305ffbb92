import type { Estimate, Params } from '../../../shared/contract.ts'
import { epochsFor } from '../../../shared/recipe.ts'
import { trainableBlocks } from '../../../shared/training-depth.ts'
import { datasetOptions, readDataset, type Dataset } from '../dataset/dataset.ts'
import { FeatureCache, featureKey } from '../features/feature-cache.ts'
import { openModel } from '../model/locate-model.ts'
import { encoderShapes, parameterCount } from '../model/families/expected-shapes.ts'
import { trialSteps } from '../training/search.ts'
import { AdamW } from '../optimizer/adamw.ts'
import { Dropout } from '../network/dropout.ts'
import { lossAndGradients } from '../training/loss.ts'
import { Tail } from '../tail/tail.ts'
import { startBackend, tf } from '../backend/tf.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { openTrunk } from '../trunk/trunk.ts'
import { featureDim, trunkShape, type Trunk } from '../trunk/trunk-shape.ts'

/** Texts whose lengths stand for all. */
const sampleSize = 200
/** An evaluation runs forward only: about a third of a training step. */
const forwardShare = 1 / 3

/**
 * What a run will take: reads the dataset, measures the trunk and one training step on this machine for a moment, and
 * leaves out what the cache already holds.
 * @throws LastlayerError as the run itself would
 */
export async function estimate({ recipe, places }: Params<'estimate'>, signal: AbortSignal): Promise<Estimate> {
  const device = await startBackend()
  const model = await openModel(recipe.model)
  try {
    checkMaxLength(model.config, recipe.maxLength)
    const unfreeze = trainableBlocks(recipe, model.config.blocks)
    const tokenizer = TextTokenizer.open(model)
    const dataset = await readDataset(datasetOptions(recipe), undefined, signal)
    const shape = trunkShape(model, unfreeze, recipe)
    const key = await featureKey(model, tokenizer, shape, recipe)
    const cache = await FeatureCache.open(places.cache, key, featureDim(model, shape))
    const tokens = await meanTokens(dataset, tokenizer, recipe.maxLength, signal)
    const missing = new Set(dataset.examples.map(({ digest }) => digest).filter((digest) => !cache.find(digest))).size

    const { labels } = dataset.summary
    const tail = await Tail.create(model, { ...recipe, unfreeze, labels: labels.length, classes: null })
    const rows = shape.output === 'first' ? 1 : Math.round(tokens)
    const stepSeconds = await measureStep(tail, recipe.batchSize, rows, featureDim(model, shape))
    const parameters = tail.parameterCount
    tail.dispose()

    const training = dataset.examples.filter(({ split }) => split === 'train').length
    const evaluated = dataset.examples.length - training
    const epochs = epochsFor(recipe, training)
    const trials = recipe.learningRate === 'auto' ? trialSteps(training, recipe) : 0
    const steps = trials + Math.ceil(training / recipe.batchSize) * epochs
    const evaluations = Math.ceil(evaluated / recipe.batchSize) * (epochs + 1)
    const trunkSeconds =
      missing === 0
        ? 0
        : (missing * tokens) /
          (await tokensPerSecond(() => openTrunk(model, [shape], recipe.trunk, device), Math.round(tokens)))
    const featureBytes = missing * rows * cache.bytesPerRow
    // The saved model in float32 beside the copy that the run works from, and three checkpoints, one of them on its way:
    // each of the tail, its two moments, and the best epoch.
    const modelBytes = 4 * (2 * parameterCount(encoderShapes(model.config)) + 3 * 4 * parameters)
    return {
      seconds: trunkSeconds + (steps + evaluations * forwardShare) * stepSeconds,
      memoryMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
      diskMB: (featureBytes + modelBytes) / 1e6,
      device,
    }
  } finally {
    await model.close()
  }
}

/** Mean length of the texts after truncation, from a sample over the whole dataset. */
async function meanTokens(
  dataset: Dataset,
  tokenizer: TextTokenizer,
  maxLength: number,
  signal: AbortSignal,
): Promise<number> {
  const stride = Math.ceil(dataset.examples.length / sampleSize)
  let [sum, count, position] = [0, 0, 0]
  for await (const { text } of dataset.texts(() => position++ % stride === 0, signal)) {
    await yieldToMessages(signal)
    sum += tokenizer.encode(text, maxLength).ids.length
    count++
  }
  return sum / count
}

async function tokensPerSecond(open: () => Promise<Trunk>, length: number): Promise<number> {
  const batch = Math.max(1, Math.floor(2048 / length))
  const ids = new Int32Array(batch * length)
  const trunk = await open()
  try {
    await trunk.run(ids, batch, length) // the first call also prepares the weights
    const seconds = await timed(() => trunk.run(ids, batch, length))
    return (batch * length) / seconds
  } finally {
    await trunk.close()
  }
}

async function measureStep(tail: Tail, batch: number, rows: number, dim: number): Promise<number> {
  const x = tf.zeros<tf.Rank.R3>([batch, rows, dim])
  const mask = tf.ones<tf.Rank.R2>([batch, rows])
  const truth = new Array<number>(batch).fill(0)
  const optimizer = new AdamW(tail.variables, { weightDecay: 0 })
  const step = async (): Promise<void> => {
    const { loss, gradients } = lossAndGradients(
      tail,
      { x, mask },
      truth,
      new Dropout(0, 0, { first: 0, count: batch }),
    )
    optimizer.apply(gradients, 0)
    await loss.data()
    tf.dispose([loss, gradients])
  }
  await step() // the first step also allocates
  const seconds = await timed(step)
  optimizer.dispose()
  tf.dispose([x, mask])
  return seconds
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return (performance.now() - startedAt) / 1000
}
