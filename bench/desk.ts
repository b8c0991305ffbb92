import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeCorrections } from '../src/main/run-files/corrections-file.ts'
import { bundledModel } from '../src/main/host/paths.ts'
import { compareRuns } from '../src/main/trainer/commands/compare-runs.ts'
import { finetune } from '../src/main/trainer/commands/finetune.ts'
import { datasetOptions, readDataset } from '../src/main/trainer/dataset/dataset.ts'
import { desk } from '../src/main/trainer/desk/desk.ts'
import { keyOf, permutation } from '../src/main/trainer/random.ts'
import { at } from '../src/shared/at.ts'
import { correction } from '../src/shared/corrections.ts'
import { parseRecipe, type RecipeInput } from '../src/shared/recipe.ts'
import type { RunReport } from '../src/shared/run-events.ts'
import type { Suspect } from '../src/shared/suspects.ts'
import { line } from './timing.ts'

// How many of some wrong labels the desk finds, and what mending them gains: 5 % of the training labels are changed by
// seed, the test part is as it is. `npm run bench -- desk DATASET [MODEL] [SEED]`

const share = 0.05
const [dataset = 'sample:reviews', model = bundledModel(), seed = '1'] = process.argv.slice(3)
const signal = new AbortController().signal
// Of its own: another measurement that runs beside this one writes tables, too. Features are shared.
const home = await mkdtemp(join(tmpdir(), 'lastlayer-bench-desk-'))
const cache = join(tmpdir(), 'lastlayer-bench-desk-cache')
const places = { runs: join(home, 'runs'), cache, models: join(home, 'models') }

/** Writes the dataset with and without wrong labels, as two folders of two tables; returns the true label by text. */
async function writeTables(): Promise<{ clean: string; flipped: string; truth: Map<string, string>; texts: number }> {
  const read = await readDataset(
    datasetOptions({ dataset: dataset.startsWith('sample:') ? dataset : resolve(dataset) }),
  )
  const { labels } = read.summary
  const training = read.examples.filter(({ split }) => split === 'train')
  const order = permutation(keyOf(Number(seed), 77), training.length)
  const wrong = new Set(Array.from(order.subarray(0, Math.round(share * training.length)), (i) => at(training, i)))
  const truth = new Map<string, string>()
  const rows = { clean: { train: '', test: '' }, flipped: { train: '', test: '' } }
  for await (const { example, text } of read.texts(({ split }) => split !== 'validation')) {
    const { label, split, digest } = example
    const isTest = split === 'test'
    const other = at(labels, (label + 1 + (keyOf(label, example.ordinal) % (labels.length - 1))) % labels.length)
    const row = (label: string): string => `${JSON.stringify({ text, label })}\n`
    rows.clean[isTest ? 'test' : 'train'] += row(at(labels, label))
    rows.flipped[isTest ? 'test' : 'train'] += row(wrong.has(example) ? other : at(labels, label))
    if (wrong.has(example)) truth.set(digest, at(labels, label))
  }
  const folders = { clean: join(home, 'clean'), flipped: join(home, `flipped-${seed}`) }
  for (const kind of ['clean', 'flipped'] as const) {
    await mkdir(folders[kind], { recursive: true })
    for (const part of ['train', 'test'] as const) {
      await writeFile(join(folders[kind], `${part}.jsonl`), rows[kind][part])
    }
  }
  return { ...folders, truth, texts: training.length }
}

async function train(settings: Partial<RecipeInput> & { dataset: string }): Promise<RunReport> {
  const recipe = parseRecipe({ model, fitLength: true, learningRate: 5e-4, ...settings })
  return finetune({ recipe, places, out: null, signal, onEvent: () => undefined })
}

async function firstSuspects(run: string, most: number): Promise<Suspect[]> {
  const suspects: Suspect[] = []
  for (let offset = 0; offset < most; offset += 100) {
    const page = await desk({ run, places, offset, limit: Math.min(100, most - offset) }, signal, () => undefined)
    suspects.push(...page.suspects)
  }
  return suspects
}

const { clean, flipped, truth, texts } = await writeTables()
console.log(`Label errors: ${truth.size} of ${texts} training labels of ${dataset} are wrong, seed ${seed}`)
const before = await train({ dataset: flipped })
line('accuracy with the wrong labels', before.after.accuracy.toFixed(4))
const start = performance.now()
const first = await firstSuspects(before.run, Math.round(share * texts))
line('seconds to look for them', ((performance.now() - start) / 1000).toFixed(1))
const found = first.filter(({ digest }) => truth.has(digest))
line(`found in the first ${share * 100} % of the list`, (found.length / truth.size).toFixed(3))
line('as many texts drawn by chance would find', (first.length / texts).toFixed(3))
line('of the first ten, wrong', (found.filter((one) => first.indexOf(one) < 10).length / 10).toFixed(1))
// What a person does who looks through the first of the list: labels that are right stay.
await writeCorrections(
  before.run,
  found.map(({ digest }) => correction.parse({ digest, label: truth.get(digest) })),
)
const after = await train({ dataset: flipped, corrections: before.run })
line('accuracy with the found ones mended', after.after.accuracy.toFixed(4))
line('features computed again after mending', String(after.features.computed))
const { sentences } = await compareRuns({ first: before.run, second: after.run })
console.log(sentences.join(' '))
const never = await train({ dataset: clean })
line('accuracy without any wrong label', never.after.accuracy.toFixed(4))
process.exit()
