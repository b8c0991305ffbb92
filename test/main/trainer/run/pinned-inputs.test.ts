import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { RunEvent, RunReport } from '../../../../src/shared/run-events.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const never = new AbortController().signal
const columns = 'text,label\n'
const rows = Array.from({ length: 60 }, (_, i) => {
  const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
  return `The plot of number ${i} was ${word} they say,${label}\n`
})

let home: string
let dataset: string
let model: string
let original: string
let other: string
let calm: RunReport

beforeAll(async () => {
  original = await makeTinyModel({ family: 'distilbert', seed: 1 })
  other = await makeTinyModel({ family: 'distilbert', seed: 2 })
  await prepare()
  calm = await runWhile('finished', () => undefined)
})
beforeEach(prepare)

async function prepare(): Promise<void> {
  home = await temporaryFolder()
  dataset = join(home, 'reviews.csv')
  model = join(home, 'model')
  await writeFile(dataset, columns + rows.join(''))
  cpSync(original, model, { recursive: true })
}

/** Runs, and does something to the person's folders at the first event of a kind. */
async function runWhile(kind: RunEvent['kind'], act: () => void, phase?: string): Promise<RunReport> {
  let isDone = false
  const report = await finetune({
    recipe: parseRecipe({ dataset, model, learningRate: 1e-3, batchSize: 8, epochs: 1 }),
    places: { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') },
    out: null,
    signal: never,
    onEvent: (event) => {
      if (isDone || event.kind !== kind || (event.kind === 'progress' && event.phase !== phase)) return
      isDone = true
      act()
    },
  })
  expect(isDone).toBe(true)
  return report
}

const contentOf = ({ run }: RunReport, file: string): Promise<Buffer> => readFile(join(run, file))

/** Everything of a report but what depends on time and place. */
function figures({ before, after, epochs, savedEpoch, truncated }: RunReport): object {
  return { before, after, epochs, savedEpoch, truncated }
}

// In place: the file that is open is changed.
const overwrite = (): void =>
  writeFileSync(join(model, 'model.safetensors'), readFileSync(join(other, 'model.safetensors')))
const changes: [string, () => void][] = [
  ['its weights are overwritten', overwrite],
  ['its weights are replaced by others', () => {
    cpSync(join(other, 'model.safetensors'), join(model, 'new'))
    renameSync(join(model, 'new'), join(model, 'model.safetensors'))
  }], // prettier-ignore
  ['its tokenizer is overwritten', () => writeFileSync(join(model, 'tokenizer.json'), '{}')],
  ['its config is overwritten', () => writeFileSync(join(model, 'config.json'), '{"model_type":"bert"}')],
  ['it is removed', () => rmSync(model, { recursive: true })],
  ['the dataset is touched', () => utimesSync(dataset, new Date(), new Date())],
  ['the dataset grows', () => appendFileSync(dataset, rows.map((row) => row.replace('plot', 'cast')).join(''))],
  ['the dataset is overwritten', () => writeFileSync(dataset, 'nothing,of the kind\n1,2\n')],
  ['the dataset is removed', () => rmSync(dataset)],
]

test.each(changes)('What is saved is what was trained, although %s', async (_, change) => {
  for (const [kind, phase] of [['progress', 'features'], ['step']] as const) {
    await prepare()
    const disturbed = await runWhile(kind, change, phase)
    expect(figures(disturbed)).toEqual(figures(calm))
    for (const file of ['model/model.safetensors', 'model/tokenizer.json', 'model/config.json', 'test-answers.jsonl']) {
      expect((await contentOf(disturbed, file)).equals(await contentOf(calm, file)), file).toBe(true)
    }
    expect(readdirSync(disturbed.run)).not.toContain('inputs')
  }
})

test('A table that is written to while it is read is an error that says so, and leaves no run', async () => {
  await writeFile(dataset, columns + Array.from({ length: 40 }, () => rows.join('')).join(''))
  const run = runWhile('progress', () => appendFileSync(dataset, rows[0]), 'reading')
  await expect(run).rejects.toMatchObject({
    code: 'dataset',
    message: expect.stringMatching(/reviews\.csv changed while it was being read: wait until nothing writes to it/),
  })
  expect(readdirSync(join(home, 'runs'))).toEqual([])
})
