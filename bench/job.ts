import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRecipe, type RecipeInput } from '../src/shared/recipe.ts'
import type { RunReport } from '../src/shared/run-events.ts'
import { bundledModel } from '../src/main/host/paths.ts'
import { TrainerHost } from '../src/main/host/trainer/start.ts'
import type { Results } from './results.ts'
import { timesOf } from './timing.ts'

const words = ['film', 'story', 'actor', 'scene', 'music', 'never', 'always', 'almost', 'quiet', 'and', 'the', 'of']

/** Labelled texts of 40 to 300 words, as JSON Lines. */
async function writeTexts(file: string, count: number): Promise<void> {
  const textOf = (i: number): string =>
    Array.from({ length: 40 + ((i * 7919) % 260) }, (_, at) => words[(i * 7 + at * (1 + (i % 5))) % words.length])
      .concat(String(i))
      .join(' ')
  const rows = Array.from({ length: count }, (_, i) =>
    JSON.stringify({ text: textOf(i), label: i % 2 ? 'dull' : 'great' }),
  )
  await writeFile(file, `${rows.join('\n')}\n`)
}

/** A fine-tuning in a trainer of its own, and the seconds from its start to its end. */
async function fineTune(folder: string, settings: Partial<RecipeInput> & { dataset: string }) {
  const places = { runs: join(folder, 'runs'), cache: join(folder, 'cache'), models: join(folder, 'models') }
  const recipe = parseRecipe({ model: bundledModel(), testShare: 1 / 3, ...settings })
  const host = new TrainerHost()
  try {
    const startedAt = performance.now()
    const report: RunReport = await host.run('finetune', { recipe, places, out: null, prepare: [] })
    return { report, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    await host.close()
  }
}

/** Runs of three epochs as a person makes them, with the start of the trainer, and what grows with the texts. */
export async function benchJob(results: Results): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lastlayer-bench-job-'))
  try {
    const dataset = join(folder, 'texts.jsonl')
    await writeTexts(dataset, 1500)
    results.part('Whole job, bundled model: 1,000 training and 500 test texts, 3 epochs')
    const seconds = { float32: [] as number[], int8: [] as number[], again: [] as number[] }
    for (let round = 0; round < 3; round++) {
      const home = join(folder, `round-${round}`)
      seconds.float32.push((await fineTune(home, { dataset })).seconds)
      seconds.int8.push((await fineTune(home, { dataset, trunk: 'int8' })).seconds)
      seconds.again.push((await fineTune(home, { dataset })).seconds)
    }
    const times = { float32: timesOf(seconds.float32), int8: timesOf(seconds.int8), again: timesOf(seconds.again) }
    results.seconds('float32, nothing cached', times.float32)
    results.seconds('int8, nothing cached', times.int8)
    results.seconds('on cached features', times.again)
    results.ratio('nothing cached / on cached features', times.float32.median, times.again.median)

    results.part('Scale, bundled model: one epoch')
    for (const count of [1000, 10_000]) {
      const file = join(folder, `${count}.jsonl`)
      await writeTexts(file, count)
      const { report, seconds } = await fineTune(join(folder, `of-${count}`), { dataset: file, epochs: 1 })
      results.number(`${count} texts: milliseconds a text`, (1000 * seconds) / count, 'ms')
      results.number(`${count} texts: most memory`, report.peakMemoryMB, 'MB')
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
