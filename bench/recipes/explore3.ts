import { appendFileSync } from 'node:fs'
import { startBackend } from '../../src/main/trainer/backend/tf.ts'
import { readDataset, datasetOptions } from '../../src/main/trainer/dataset/dataset.ts'
import { prepareFeatures } from '../../src/main/trainer/features/prepare-features.ts'
import { FeatureReader } from '../../src/main/trainer/features/feature-reader.ts'
import { openModel } from '../../src/main/trainer/model/locate-model.ts'
import { Tail } from '../../src/main/trainer/training/tail.ts'
import { train } from '../../src/main/trainer/training/train.ts'
import { searchRates } from '../../src/main/trainer/training/search.ts'
import { TextTokenizer } from '../../src/main/trainer/tokens/tokenizer.ts'
import { parseRecipe, type RecipeInput } from '../../src/shared/recipe.ts'
import { recipePresets } from '../../src/shared/recipe-presets.ts'
const device = await startBackend()
const log = (value: object) => { const line = JSON.stringify(value); appendFileSync('/tmp/exp/explore3.jsonl', line + '\n') }
async function drain<T>(gen: AsyncGenerator<unknown, T>): Promise<T> { for (;;) { const { done, value } = await gen.next(); if (done) return value } }
const signal = new AbortController().signal
for (const set of process.env.SETS!.split(',')) for (const modelPath of process.env.MODELS!.split(',')) {
  const model = await openModel(modelPath)
  const tokenizer = TextTokenizer.open(model)
  for (const seed of (process.env.SEEDS ?? '1').split(',').map(Number)) {
    const recipe = parseRecipe({ ...recipePresets.auto.settings, dataset: `/tmp/sets/${set}`, model: modelPath, seed })
    const dataset = await readDataset(datasetOptions(recipe))
    const { caches: [cache], report } = await prepareFeatures({ dataset, model, tokenizer, recipe, depths: [1], cacheRoot: '/tmp/exp/cache', device, onProgress: () => {}, onNotice: () => {}, signal })
    const features = new FeatureReader(cache)
    const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: dataset.summary.labels.length, classes: null })
    const t0 = performance.now()
    const options = { recipe, dataset, features, tail, signal }
    const { rates, search } = await drain(searchRates(options))
    const t1 = performance.now()
    const out = await drain(train({ ...options, rates }))
    const t2 = performance.now()
    log({ set, m: modelPath.split('/').at(-1), seed, f: report.seconds, searchSeconds: (t1 - t0) / 1000, trainSeconds: (t2 - t1) / 1000, rates, saved: out.savedEpoch, trials: search.trials.map((t) => [t.learningRate, t.headLearningRate, t.loss]), test: out.evaluations.map((x) => +x.test.accuracy.toFixed(4)), after: out.evaluations[out.savedEpoch]!.test.accuracy, f1: out.evaluations[out.savedEpoch]!.test.macroF1 })
    tail.dispose(); features.close()
  }
}
