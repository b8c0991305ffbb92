import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { estimate } from '../../../../src/main/trainer/commands/estimate.ts'
import { inspect } from '../../../../src/main/trainer/commands/inspect.ts'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import type { ReadingProgress } from '../../../../src/shared/reading-progress.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { makeClassifier } from '../../../support/exported-folder.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'
import { inEnglish } from '../../../in-english.ts'

// Texts that a table brings all at once: nothing but the loop itself gives other messages their turn.

const count = 400
let home: string
let dataset: string
let model: string
beforeAll(async () => {
  home = await temporaryFolder()
  dataset = join(home, 'texts.csv')
  const rows = Array.from({ length: count }, (_, i) => `text ${i},${i % 2 === 0 ? 'a' : 'b'}`)
  await writeFile(dataset, ['text,label', ...rows].join('\n'))
  model = await makeTinyModel({ family: 'distilbert' })
})
afterEach(() => vi.restoreAllMocks())

const inspecting = (signal: AbortSignal): Promise<unknown> =>
  inspect({ choice: parseRecipe({ dataset, model }), model, maxLength: 32 }, signal)

const estimating = (signal: AbortSignal): Promise<unknown> => {
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  return estimate({ recipe: parseRecipe({ dataset, model, maxLength: 32 }), places }, signal)
}

/** Calls `act` as a message would be: at a turn of the event loop after the first text. */
function atFirstText(act: () => void): { texts: number } {
  const counted = { texts: 0 }
  const encode = vi.spyOn(TextTokenizer.prototype, 'encode')
  encode.mockImplementation(() => {
    if (counted.texts++ === 0) setImmediate(act)
    return { ids: Int32Array.of(1, 2, 3), fullLength: 3 }
  })
  return counted
}

test.each([
  ['inspects', inspecting],
  ['estimates', estimating],
])('A trainer that %s a dataset sees at the next text that it shall stop', async (_, work) => {
  const stop = new AbortController()
  const counted = atFirstText(() => stop.abort())
  await expect(work(stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
  expect(counted.texts).toBeLessThan(5)
})

test('Another model answers while a dataset is inspected', async () => {
  const other = await makeClassifier()
  const order: string[] = []
  const { signal } = new AbortController()
  const encode = TextTokenizer.prototype.encode
  vi.spyOn(TextTokenizer.prototype, 'encode').mockImplementation(function (this: TextTokenizer, ...args) {
    const end = performance.now() + 10
    while (performance.now() < end);
    return encode.apply(this, args)
  })
  await Promise.all([
    inspecting(signal).then(() => order.push('inspected')),
    predict({ model: other, texts: ['good'], files: [] }, signal).then(() => order.push('predicted')),
  ])
  expect(order).toEqual(['predicted', 'inspected'])
})

test('An inspection tells first the rows that it has read, then its texts, to the last of them', async () => {
  const told: ReadingProgress[] = []
  const params = { choice: parseRecipe({ dataset, model }), model, maxLength: 32 }
  const { summary, examples, lengths } = await inspect(params, new AbortController().signal, (progress) =>
    told.push(progress),
  )
  expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['reading', 'tokenizing'])
  expect(told.at(-1)).toEqual({ phase: 'tokenizing', done: count, total: count, unit: 'texts' })
  expect(told.map(({ done, phase }) => (phase === 'tokenizing' ? count : 0) + done)).toEqual(
    told.map(({ done, phase }) => (phase === 'tokenizing' ? count : 0) + done).sort((a, b) => a - b),
  )
  expect([examples.length, lengths.total]).toEqual([40, count])
  const found = told.filter((one) => one.summary !== undefined)
  expect(found).toMatchObject([{ phase: 'tokenizing', done: 0, summary: { labels: summary.labels } }])
  expect(summary).toMatchObject({ ...found[0].summary, findings: expect.any(Array) })
})

test('An inspection finds texts that lose their end, and what length would keep it', async () => {
  const long = join(home, 'long.csv')
  const rows = Array.from({ length: 20 }, (_, i) => `${'text '.repeat(40)}${i},${i % 2 === 0 ? 'a' : 'b'}`)
  await writeFile(long, ['text,label', ...rows].join('\n'))
  const params = { choice: parseRecipe({ dataset: long, model }), model, maxLength: 16 }
  const { summary } = await inspect(params, new AbortController().signal)
  expect(inEnglish(summary.findings).flatMap(({ fixes }) => fixes)).toContainEqual({
    title: 'Set maximum length to 64',
    change: { maxLength: 64 },
  })
  const fitted = await inspect({ ...params, fitLength: true }, new AbortController().signal)
  expect(fitted.lengths.maxLength).toBe(64)
  expect(fitted.summary.findings.flatMap(({ fixes }) => fixes)).toEqual([])
})

test('Of very many texts the tokens of some are counted, the same each time, and all the texts are read', async () => {
  const many = join(home, 'many.csv')
  const rows = Array.from({ length: 20_500 }, (_, i) => `text ${i},${i % 2 === 0 ? 'a' : 'b'}`)
  await writeFile(many, ['text,label', ...rows].join('\n'))
  const params = { choice: parseRecipe({ dataset: many, model }), model, maxLength: 32 }
  const counting = async (exampleSeed: number): Promise<unknown> => {
    const texts: string[] = []
    const encode = vi.spyOn(TextTokenizer.prototype, 'encode').mockImplementation((text) => {
      texts.push(text)
      return { ids: Int32Array.of(1, 2, 3), fullLength: 3 }
    })
    const { lengths, examples, summary } = await inspect({ ...params, exampleSeed }, new AbortController().signal)
    encode.mockRestore()
    const read = Object.values(summary.counts)
      .flat()
      .reduce((sum, one) => sum + one, 0)
    expect([lengths.total, lengths.drawnFrom, read, examples.length]).toEqual([20_000, 20_500, 20_500, 40])
    return texts
  }
  expect(await counting(0)).toEqual(await counting(1))
})
