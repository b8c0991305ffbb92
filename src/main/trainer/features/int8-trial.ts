import type { Device } from '../../../shared/run-events.ts'
import type { Recipe, TrunkEngine } from '../../../shared/recipe.ts'
import { at } from '../../../shared/at.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { concatenateIds } from '../tokens/equal-length.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { openTrunk } from '../trunk/trunk.ts'
import type { Features, Trunk, TrunkShape } from '../trunk/trunk-shape.ts'

/** Texts that both trunks compute, and how often. */
const trial = { texts: 8, rounds: 3 }

/** What 8-bit whole numbers change on this machine, of a trunk in float32. */
export interface Int8Trial {
  readonly texts: number
  /** How many times as fast they are. */
  readonly speed: number
  /** Root mean square of the differences over that of the features. */
  readonly difference: number
}

export interface Int8TrialOptions {
  readonly dataset: Dataset
  readonly model: ModelFolder
  readonly tokenizer: Pick<TextTokenizer, 'encode'>
  readonly recipe: Pick<Recipe, 'maxLength'>
  readonly shape: TrunkShape
  readonly device: Device
  readonly signal: AbortSignal
}

/**
 * Computes a few texts of a dataset, cut to one length, in float32 and in 8 bits, in turn, each as features are computed,
 * and takes the best time of each.
 */
export async function tryInt8(options: Int8TrialOptions): Promise<Int8Trial> {
  const { model, device } = options
  const shape: TrunkShape = { ...options.shape, precision: 'float32' }
  const texts = await firstTexts(options)
  const [float, int8] = [
    await Side.open(model, shape, 'onnxruntime', device),
    await Side.open(model, shape, 'int8', device),
  ]
  try {
    for (let round = 0; round < trial.rounds; round++) for (const side of [float, int8]) await side.compute(texts)
    const difference = relativeDifference(int8.features, float.features)
    return { texts: texts.length, speed: float.seconds / int8.seconds, difference }
  } finally {
    await float.close()
    await int8.close()
  }
}

/** What was found, with the better choice where nothing is gained. */
export function int8Sentence({ texts, speed, difference }: Int8Trial): string {
  const [times, percent] = [speed.toFixed(1), (100 * difference).toFixed(1)]
  const found = `The frozen part was computed in 8-bit whole numbers: ${times} times as fast as float32 on ${texts} texts here, with features that differ by ${percent} %.`
  return speed > 1 ? found : `${found} For this model and such texts the engine auto is no slower, and exact.`
}

/** A trunk, its least time so far, and what it computed. */
class Side {
  seconds = Infinity
  features: Features = new Float32Array()

  private constructor(private readonly trunk: Trunk) {}

  static async open(model: ModelFolder, shape: TrunkShape, engine: TrunkEngine, device: Device): Promise<Side> {
    return new Side(await openTrunk(model, [shape], engine, device))
  }

  /** Texts of one length. */
  async compute(texts: readonly { readonly ids: Int32Array }[]): Promise<void> {
    const { length } = at(texts, 0).ids
    const startedAt = performance.now()
    this.features = at(await this.trunk.run(concatenateIds(texts, length), texts.length, length), 0)
    this.seconds = Math.min(this.seconds, (performance.now() - startedAt) / 1000)
  }

  close(): Promise<void> {
    return this.trunk.close()
  }
}

/** The first texts, cut to the length of the shortest. */
async function firstTexts(options: Int8TrialOptions): Promise<{ ids: Int32Array }[]> {
  const { dataset, tokenizer, recipe, signal } = options
  let left = trial.texts
  const texts: Int32Array[] = []
  for await (const { text } of dataset.texts(() => left-- > 0, signal)) {
    texts.push(tokenizer.encode(text, recipe.maxLength).ids)
  }
  const shortest = Math.min(...texts.map(({ length }) => length))
  return texts.map((ids) => ({ ids: ids.subarray(0, shortest) }))
}

/** Root mean square of the differences between numbers, over that of the expected ones. */
function relativeDifference(actual: Features, expected: Features): number {
  let [difference, size] = [0, 0]
  expected.forEach((value, i) => {
    difference += (at(actual, i) - value) ** 2
    size += value ** 2
  })
  return Math.sqrt(difference / size)
}
