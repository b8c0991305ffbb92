import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Recipe } from '../../../../src/shared/recipe.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import { datasetOptions, readDataset } from '../../../../src/main/trainer/dataset/dataset.ts'
import { prepareFeatures } from '../../../../src/main/trainer/features/prepare-features.ts'
import { FeatureReader } from '../../../../src/main/trainer/features/feature-reader.ts'
import { openModel } from '../../../../src/main/trainer/model/locate-model.ts'
import { computeShards } from '../../../../src/main/trainer/shards/compute.ts'
import { fetchFeatures } from '../../../../src/main/trainer/shards/fetch.ts'
import { planFeatures } from '../../../../src/main/trainer/shards/plan.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const { signal } = new AbortController()
const silent = (): void => undefined
let recipe: Recipe

// Three shards of short texts, the last one not full.
beforeAll(async () => {
  const dataset = join(await temporaryFolder(), 'texts.csv')
  const rows = Array.from({ length: 5000 }, (_, i) => `word ${i},${i % 2 ? 'odd' : 'even'}`)
  await writeFile(dataset, ['text,label', ...rows].join('\n'))
  recipe = parseRecipe({ dataset, model: await makeTinyModel({ family: 'distilbert' }), maxLength: 16 })
})

const compute = (store: string, index = 0, of = 1) =>
  computeShards({ recipe, store, part: { index, of } }, signal, silent)
const plan = (store: string) => planFeatures({ recipe, store }, signal, silent)
const placesIn = async () => {
  const cache = await temporaryFolder()
  return { cache, runs: join(cache, 'runs'), models: join(cache, 'models') }
}

/** The features of all texts in a cache, one after another, and how many had to be computed. */
async function featuresIn(cacheRoot: string): Promise<{ computed: number; numbers: Float32Array }> {
  const model = await openModel(recipe.model)
  const dataset = await readDataset(datasetOptions(recipe))
  const { caches, report } = await prepareFeatures({
    dataset,
    model,
    tokenizer: TextTokenizer.open(model),
    recipe,
    depths: [1, 0],
    cacheRoot,
    device: await startBackend(),
    onProgress: silent,
    onNotice: silent,
    signal,
  })
  await model.close()
  const reader = new FeatureReader(caches[0])
  const numbers = reader.vectors(dataset.examples.map(({ digest }) => digest))
  reader.close()
  return { computed: report.computed, numbers }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

describe('Features that several processes compute', () => {
  test('are those of one, bit for bit, and a run finds them', async () => {
    const store = await temporaryFolder()
    expect(await plan(store)).toMatchObject({ texts: 5000, shards: 3, missing: [0, 1, 2] })
    const results = await Promise.all([0, 1].map((index) => compute(store, index, 2)))
    expect(results).toMatchObject([
      { computed: 2, present: 0, texts: 2048 + 904 },
      { computed: 1, present: 0, texts: 2048 },
    ])
    const { missing, folder, bytes } = await plan(store)
    expect(missing).toEqual([])
    const features = (await filesIn(folder)).filter((file) => file.endsWith('.features'))
    const written = await Promise.all(features.map(async (file) => (await readFile(file)).byteLength))
    expect(written.reduce((sum, size) => sum + size, 0)).toBe(bytes)

    const places = await placesIn()
    expect(await fetchFeatures({ recipe, store, places }, signal, silent)).toMatchObject({ fetched: 6, missing: 0 })
    const fetched = await featuresIn(places.cache)
    const own = await featuresIn(await temporaryFolder())
    expect([fetched.computed, own.computed]).toEqual([0, 5000])
    expect(Buffer.from(fetched.numbers.buffer).equals(Buffer.from(own.numbers.buffer))).toBe(true)
  })

  test('are computed once: what is there and valid is left alone, what is torn or lacks its index is not', async () => {
    const store = await temporaryFolder()
    await compute(store)
    expect(await compute(store)).toMatchObject({ computed: 0, present: 3 })
    const { folder } = await plan(store)
    const files = (await filesIn(folder)).sort()
    const [torn] = files.filter((file) => file.endsWith('000001.features'))
    await appendFile(torn, 'x')
    const [index] = files.filter((file) => file.endsWith('000002.json'))
    await rm(index)
    expect((await plan(store)).missing).toEqual([1, 2])
    expect(await compute(store)).toMatchObject({ computed: 2, present: 1 })
    expect((await plan(store)).missing).toEqual([])
  })

  test('may be computed twice at once: the store is whole', async () => {
    const store = await temporaryFolder()
    await Promise.all([compute(store), compute(store)])
    expect((await plan(store)).missing).toEqual([])
    expect((await filesIn(store)).filter((file) => file.endsWith('.tmp'))).toEqual([])
  })

  test('of other texts or settings have a plan of their own in the same store', async () => {
    const store = await temporaryFolder()
    const first = await plan(store)
    const other = await planFeatures({ recipe: { ...recipe, maxLength: 12 }, store }, signal, silent)
    expect(other.folder).not.toBe(first.folder)
  })

  test('that the store lacks are left to the run', async () => {
    const store = await temporaryFolder()
    await compute(store, 0, 3)
    const places = await placesIn()
    expect(await fetchFeatures({ recipe, store, places }, signal, silent)).toMatchObject({ fetched: 2, missing: 4 })
    expect((await featuresIn(places.cache)).computed).toBe(5000 - 2048)
  })

  test('leave nothing in the store where they are given up', async () => {
    const store = await temporaryFolder()
    await plan(store)
    const stop = new AbortController()
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === 'features') stop.abort()
    }
    const computing = computeShards({ recipe, store, part: { index: 0, of: 1 } }, stop.signal, onProgress)
    await expect(computing).rejects.toMatchObject({ code: 'cancelled' })
    expect((await filesIn(store)).length).toBe(1)
  })
})
