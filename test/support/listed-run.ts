import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRecipe, type RecipeInput } from '../../src/shared/recipe.ts'
import type { Device, Happening } from '../../src/shared/run-events.ts'
import type { Dataset, Example } from '../../src/main/trainer/dataset/dataset.ts'
import { computeFeatures } from '../../src/main/trainer/features/compute-features.ts'
import { FeatureCache } from '../../src/main/trainer/features/feature-cache.ts'
import { FeatureReader } from '../../src/main/trainer/features/feature-reader.ts'
import type { ModelFolder } from '../../src/main/trainer/model/model-folder.ts'
import type { TrainedTensor } from '../../src/main/trainer/model/save-model.ts'
import { givenRates } from '../../src/main/trainer/optimizer/rates.ts'
import { Tail } from '../../src/main/trainer/tail/tail.ts'
import { tf } from '../../src/main/trainer/backend/tf.ts'
import { train, type TrainOptions } from '../../src/main/trainer/training/train.ts'
import { openTrunk } from '../../src/main/trainer/trunk/trunk.ts'
import { featureDim, trunkShape } from '../../src/main/trainer/trunk/trunk-shape.ts'
import { datasetSummaryOf } from './dataset-summary.ts'

/** A text as a reference lists it. */
export interface Listed {
  readonly ids: readonly number[]
  readonly label: number
  readonly split: 'train' | 'test'
}

export interface ListedRun {
  readonly model: ModelFolder
  readonly device: Device
  readonly texts: readonly Listed[]
  readonly labels: readonly string[]
  /** K, as a number. */
  readonly unfreeze: number
  readonly settings: Partial<RecipeInput>
  /** The head to start from. */
  readonly head: ReadonlyMap<string, TrainedTensor>
  /** May change the tail before training. */
  readonly prepare?: (tail: Tail) => void
  /** As listed, unless given. */
  readonly order?: TrainOptions['order']
}

export interface ListedResult {
  readonly happenings: Happening[]
  readonly losses: number[]
  /** Logits of the test texts, row by row. */
  readonly before: Float32Array
  readonly after: Float32Array
  /** The names of the tensors that were trained. */
  readonly trained: string[]
  readonly leaked: number
}

/** Trains on texts whose token ids a reference gives, in its order and from its head, with exact features. */
export async function trainListed(run: ListedRun): Promise<ListedResult> {
  const { model, device, texts, labels, unfreeze } = run
  const signal = new AbortController().signal
  const recipe = parseRecipe({ dataset: 'listed', model: model.path, unfreeze, precision: 'float32', ...run.settings })
  const dataset = listedDataset(texts, labels)
  const shape = trunkShape(model, unfreeze, recipe)
  const key = { ...shape, trunk: 'listed', tokenizer: 'listed', maxLength: recipe.maxLength, stripHtml: true }
  const folder = await mkdtemp(join(tmpdir(), 'lastlayer-test-'))
  const cache = await FeatureCache.open(folder, key, featureDim(model, shape))
  await computeFeatures({
    dataset,
    tokenizer: { encode: (text) => ({ ids: Int32Array.from(texts[Number(text)].ids), fullLength: 1 }) },
    openTrunk: () => openTrunk(model, [shape], 'onnxruntime', device),
    caches: [cache],
    onProgress: () => undefined,
    onFreed: () => undefined,
    signal,
  })

  const tail = await Tail.create(model, { ...recipe, unfreeze, labels: labels.length, classes: null })
  tail.load(run.head)
  run.prepare?.(tail)
  const features = new FeatureReader(cache)
  const tensors = tf.memory().numTensors
  const before = await testLogits(dataset, tail, features)
  const happenings: Happening[] = []
  const order: TrainOptions['order'] = run.order ?? ((listed) => listed)
  const rates = givenRates(recipe) ?? { blocks: NaN, head: NaN }
  const training = train({ recipe, rates, dataset, features, tail, signal, order })
  for (let next = await training.next(); !next.done; next = await training.next()) happenings.push(next.value)
  const after = await testLogits(dataset, tail, features)
  const leaked = tf.memory().numTensors - tensors
  const losses = happenings.flatMap((happening) => (happening.kind === 'step' ? [happening.loss] : []))
  features.close()
  tail.dispose()
  await rm(folder, { recursive: true })
  return { happenings, losses, before, after, trained: [...tail.variables.keys()], leaked }
}

function listedDataset(texts: readonly Listed[], labels: readonly string[]): Dataset {
  const examples = texts.map(({ label, split }, ordinal): Example => {
    return { ordinal, label, split, digest: `text-${ordinal}` }
  })
  const count = (part: string) =>
    labels.map((_, i) => texts.filter(({ split, label }) => split === part && label === i).length)
  return {
    summary: datasetSummaryOf({
      labels: [...labels],
      counts: { train: count('train'), validation: count('validation'), test: count('test') },
    }),
    examples,
    async *texts(isWanted) {
      for (const example of examples) if (isWanted(example)) yield { example, text: String(example.ordinal) }
    },
  }
}

async function testLogits({ examples }: Dataset, tail: Tail, features: FeatureReader): Promise<Float32Array> {
  const logits: number[] = []
  for (const { digest, split } of examples) {
    if (split !== 'test') continue
    const inputs = features.read([digest])
    const output = tf.tidy(() => tail.logits(inputs))
    logits.push(...(await output.data()))
    tf.dispose([inputs.x, inputs.mask, output])
  }
  return Float32Array.from(logits)
}
