import { appendFileSync } from 'node:fs'
import { startBackend } from '../../src/main/trainer/backend/tf.ts'
import { readDataset, datasetOptions } from '../../src/main/trainer/dataset/dataset.ts'
import { prepareFeatures } from '../../src/main/trainer/features/prepare-features.ts'
import { FeatureReader } from '../../src/main/trainer/features/feature-reader.ts'
import { openModel } from '../../src/main/trainer/model/locate-model.ts'
import { Tail } from '../../src/main/trainer/training/tail.ts'
import { train } from '../../src/main/trainer/training/train.ts'
import { TextTokenizer } from '../../src/main/trainer/tokens/tokenizer.ts'
import { parseRecipe, type RecipeInput } from '../../src/shared/recipe.ts'

const device = await startBackend()
const log = (value: object) => { const line = JSON.stringify(value); appendFileSync('/tmp/exp/explore2.jsonl', line + '\n') }
async function drain<T>(gen: AsyncGenerator<unknown, T>): Promise<T> { for (;;) { const { done, value } = await gen.next(); if (done) return value } }
const signal = new AbortController().signal
function nll(logits: Float32Array, truth: number[], L: number, t: number) { let s = 0; truth.forEach((y, i) => { const r = Array.from(logits.subarray(i * L, (i + 1) * L), (v) => v / t); const m = Math.max(...r); s += m + Math.log(r.reduce((a, b) => a + Math.exp(b - m), 0)) - r[y]! }); return s / truth.length }
function cal(logits: Float32Array, truth: number[], L: number) { let best = Infinity; for (let k = -10; k <= 20; k++) best = Math.min(best, nll(logits, truth, L, 1.2 ** k)); return best }
for (const set of process.env.SETS!.split(',')) for (const modelPath of process.env.MODELS!.split(',')) {
  const model = await openModel(modelPath)
  const tokenizer = TextTokenizer.open(model)
  const base = (more: Partial<RecipeInput>) => parseRecipe({ dataset: `/tmp/sets/${set}`, model: modelPath, ...more })
  for (const seed of [1]) {
  const run = async (recipe: ReturnType<typeof base>, rates: { blocks: number, head: number }, limit = Infinity) => {
    const read = await readDataset(datasetOptions(recipe))
    let n = 0
    const dataset = { ...read, examples: read.examples.filter((e) => e.split !== 'train' || n++ < limit) }
    const { caches: [cache], report } = await prepareFeatures({ dataset: read, model, tokenizer, recipe, depths: [1], cacheRoot: '/tmp/exp/cache', device, onProgress: () => {}, onNotice: () => {}, signal })
    const features = new FeatureReader(cache)
    const L = dataset.summary.labels.length
    const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: L, classes: null })
    const t1 = performance.now()
    const out = await drain(train({ recipe, dataset, features, tail, signal, rates }))
    const truth = dataset.examples.filter((e) => e.split === 'validation').map((e) => e.label)
    const e = out.evaluations
    tail.dispose(); features.close()
    return { f: report.seconds, seconds: (performance.now() - t1) / 1000, n, val: e.map((x) => +x.validation!.loss.toFixed(4)), acc: e.map((x) => +x.validation!.accuracy.toFixed(4)), cal: out.validationLogits.map((l) => +cal(l, truth, L).toFixed(4)), test: e.map((x) => +x.test.accuracy.toFixed(4)), f1: e.map((x) => +(x.test.macroF1 ?? 0).toFixed(4)) }
  }
  const m = modelPath.split('/').at(-1)
  for (const [lr, mult] of [[1e-4, 1], [3e-4, 1], [1e-3, 1], [3e-3, 1], [3e-4, 5]] as const) {
    const recipe = base({ learningRate: lr, seed, epochs: 5, keep: 'best', warmup: 0.1, validationShare: 0.15 })
    log({ set, m, seed, kind: 'full', lr, mult, ...(await run(recipe, { blocks: lr, head: lr * mult })) })
    log({ set, m, seed, kind: 'trial', lr, mult, ...(await run({ ...recipe, epochs: 2 }, { blocks: lr, head: lr * mult }, 640)) })
  }
  }
}
