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

const device = await startBackend()
const log = (value: object) => { const line = JSON.stringify(value); console.log(line); appendFileSync('/tmp/exp/explore.jsonl', line + '\n') }
async function drain<T>(gen: AsyncGenerator<unknown, T>): Promise<T> { for (;;) { const { done, value } = await gen.next(); if (done) return value } }
const signal = new AbortController().signal
for (const set of process.env.SETS!.split(',')) for (const modelPath of process.env.MODELS!.split(',')) {
  const model = await openModel(modelPath)
  const tokenizer = TextTokenizer.open(model)
  const base = (more: Partial<RecipeInput>) => parseRecipe({ dataset: `/tmp/sets/${set}`, model: modelPath, ...more })
  const seedList = (process.env.SEEDS ?? '1').split(',').map(Number)
  for (const seed of seedList) {
  const run = async (recipe: ReturnType<typeof base>, what: 'train' | 'search', rates = { blocks: 1e-3, head: 1e-3 }) => {
    const dataset = await readDataset(datasetOptions(recipe))
    const t0 = performance.now()
    const { caches: [cache] } = await prepareFeatures({ dataset, model, tokenizer, recipe, depths: [1], cacheRoot: '/tmp/exp/cache', device, onProgress: () => {}, onNotice: () => {}, signal })
    const featureSeconds = (performance.now() - t0) / 1000
    const features = new FeatureReader(cache)
    const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: dataset.summary.labels.length, classes: null })
    const t1 = performance.now()
    const options = { recipe, dataset, features, tail, signal }
    const out = what === 'search' ? await drain(searchRates(options)) : await drain(train({ ...options, rates }))
    tail.dispose(); features.close()
    return { out, featureSeconds, seconds: (performance.now() - t1) / 1000 }
  }
  const m = modelPath.split('/').at(-1)
  for (const lr of [2e-5, 1e-4, 3e-4, 1e-3, 3e-3]) for (const mult of [1, 5]) {
    if (lr * mult > 1) continue
    const recipe = base({ learningRate: lr, headLearningRate: lr * mult, seed, epochs: 8, keep: 'best', patience: 0, warmup: 0.1, validationShare: 0.1 })
    const { out, featureSeconds, seconds } = await run(recipe, 'train', { blocks: lr, head: lr * mult })
    const e = (out as any).evaluations
    log({ set, m, seed, kind: 'val', lr, mult, featureSeconds, seconds, val: e.map((x: any) => +x.validation.loss.toFixed(4)), test: e.map((x: any) => +x.test.accuracy.toFixed(4)) })
  }
  for (const epochs of [3, 8]) for (const lr of [2e-5, 1e-4, 3e-4, 1e-3, 3e-3]) {
    const recipe = base({ learningRate: lr, seed, epochs })
    const { out, seconds } = await run(recipe, 'train', { blocks: lr, head: lr })
    const e = (out as any).evaluations
    log({ set, m, seed, kind: 'grid', lr, epochs, seconds, test: e.map((x: any) => +x.test.accuracy.toFixed(4)) })
  }
  const recipe = base({ learningRate: 'auto', seed, keep: 'best', patience: 2, validationShare: 0.1 })
  const { out, seconds } = await run(recipe, 'search')
  log({ set, m, seed, kind: 'search', seconds, trials: (out as any).search.trials, chosen: (out as any).search.chosen })
  }
}
