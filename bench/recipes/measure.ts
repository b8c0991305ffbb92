import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { startBackend } from '../../src/main/trainer/backend/tf.ts'
import { datasetOptions, readDataset } from '../../src/main/trainer/dataset/dataset.ts'
import { FeatureReader } from '../../src/main/trainer/features/feature-reader.ts'
import { prepareFeatures } from '../../src/main/trainer/features/prepare-features.ts'
import { openModel } from '../../src/main/trainer/model/locate-model.ts'
import { computeMetrics } from '../../src/main/trainer/statistics/metrics.ts'
import { Tail } from '../../src/main/trainer/tail/tail.ts'
import { fitLength } from '../../src/main/trainer/tokens/fitted-length.ts'
import { TextTokenizer } from '../../src/main/trainer/tokens/tokenizer.ts'
import { learn } from '../../src/main/trainer/training/learn.ts'
import { recipePresets } from '../../src/shared/recipe-presets.ts'
import { parseRecipe, type RecipeInput } from '../../src/shared/recipe.ts'
import type { Measurement } from './measurement.ts'

// Measures recipes on one data set with one model: a line of JSON for each run. bench/recipes/main.ts starts it.

const [set, modelPath, seeds, gridSeeds] = JSON.parse(process.env.RECIPES ?? '[]') as [string, string, number, number]
const device = await startBackend()
const model = await openModel(modelPath)
const tokenizer = TextTokenizer.open(model)
const cacheRoot = mkdtempSync(join(tmpdir(), 'lastlayer-bench-'))
const { signal } = new AbortController()

/** The upper line: settings, at Auto's length, of which the best by the test part is taken. */
const grid = [3, 8].flatMap((epochs) =>
  [2e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2].map((learningRate) => ({ epochs, learningRate })),
)

async function measure(name: string, settings: Partial<RecipeInput>): Promise<void> {
  const given = parseRecipe({ ...settings, dataset: set, model: modelPath })
  const dataset = await readDataset(datasetOptions(given))
  const { recipe } = await fitLength(given, dataset, tokenizer, model.config.positions, signal)
  const silent = { onProgress: () => undefined, onNotice: () => undefined, signal }
  const prepared = await prepareFeatures({
    dataset,
    model,
    tokenizer,
    recipe,
    depths: [1],
    cacheRoot,
    device,
    ...silent,
  })
  const features = new FeatureReader(prepared.caches[0])
  const { labels } = dataset.summary
  const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: labels.length, classes: null })
  const options = { recipe, dataset, features, tail, signal }
  const startedAt = performance.now()
  const { saved, search } = await finish(learn(options))
  const truth = dataset.examples.filter(({ split }) => split === 'test').map(({ label }) => label)
  const { accuracy, macroF1 } = computeMetrics(saved.test, truth, labels)
  const measurement: Measurement = {
    set: basename(set),
    model: basename(modelPath),
    recipe: name,
    seed: recipe.seed,
    accuracy,
    macroF1: macroF1 ?? 0,
    featureSeconds: prepared.report.computed === 0 ? 0 : prepared.report.seconds,
    searchSeconds: search?.seconds ?? 0,
    seconds: (performance.now() - startedAt) / 1000,
  }
  console.log(JSON.stringify(measurement))
  features.close()
  tail.dispose()
}

async function finish<T>(running: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const { done, value } = await running.next()
    if (done) return value
  }
}

for (let seed = 1; seed <= seeds; seed++) {
  await measure('auto', { ...recipePresets.auto.settings, seed })
  await measure('classic', { ...recipePresets.classic.settings, seed })
  if (seed > gridSeeds) continue
  for (const { epochs, learningRate } of grid)
    await measure(`${learningRate} x ${epochs}`, { fitLength: true, epochs, learningRate, seed })
}
await model.close()
rmSync(cacheRoot, { recursive: true })
process.exit()
