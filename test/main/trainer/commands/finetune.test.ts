import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { finetune, type FinetuneOptions } from '../../../../src/main/trainer/commands/finetune.ts'
import { predict } from '../../../../src/main/trainer/commands/predict.ts'
import { inShort } from '../../../../src/shared/figures.ts'
import { parseRecipe, type RecipeInput } from '../../../../src/shared/recipe.ts'
import { runEvent, runReport, type RunEvent, type RunReport } from '../../../../src/shared/run-events.ts'
import { SafetensorsFile } from '../../../../src/main/trainer/model/files/safetensors.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

let home: string
let dataset: string
beforeEach(async () => {
  home = await temporaryFolder()
  dataset = join(home, 'reviews.csv')
  await writeReviews(dataset, 60)
})

/** Reviews that one word gives away. */
async function writeReviews(path: string, count: number): Promise<void> {
  const nouns = ['film', 'plot', 'cast', 'music', 'script', 'ending', 'hero', 'pace']
  const rows = Array.from({ length: count }, (_, i) => {
    const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
    return `"The ${nouns[i % 8]} of number ${i} was ${word}, ${'so '.repeat(i % 5)}they say.",${label}`
  })
  await writeFile(path, ['text,label', ...rows].join('\n'))
}

async function run(
  settings: Partial<RecipeInput> = {},
  options: Partial<FinetuneOptions> = {},
): Promise<{ report: RunReport; events: RunEvent[] }> {
  const events: RunEvent[] = []
  const report = await finetune({
    recipe: parseRecipe({ dataset, model: goldenModel, learningRate: 1e-3, batchSize: 8, ...settings }),
    places: { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') },
    out: null,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    ...options,
  })
  return { report, events }
}

const losses = (events: readonly RunEvent[]) => events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))

describe('A fine-tuning', () => {
  test('in 8 bits says how fast that is, what it changes, and whether the saved model answers alike', async () => {
    const { report, events } = await run({ epochs: 4, trunk: 'int8' })
    expect(report.after.accuracy).toBe(1)
    const said = events.flatMap((event) => (event.kind === 'notice' ? [event.message] : [])).join('\n')
    expect(said).toMatch(
      /8-bit whole numbers: \d+\.\d times as fast as float32 on 8 texts here, .* differ by \d\.\d %\./,
    )
    expect(said).toMatch(
      /The saved model computes in float32: of 12 test texts it answers 12 as was measured in 8 bits\./,
    )

    const again = await run({ epochs: 1, trunk: 'auto' })
    expect(again.report.features.fromCache).toBe(0)
  })

  test('learns, and leaves a whole run folder', async () => {
    const { report, events } = await run({ epochs: 4 })
    expect(report.before.accuracy).toBeLessThan(0.8)
    expect(report.after.accuracy).toBe(1)
    expect((await readdir(report.run)).sort()).toEqual(
      ['charts', 'dataset.json', 'events.jsonl', 'model', 'model-card.md', 'recipe.json', 'report.html', 'report.json', 'test-answers.jsonl'], // prettier-ignore
    )
    expect((await readdir(join(report.run, 'charts'))).sort()).toEqual(['accuracy.png', 'before-after.png'])
    for (const name of ['recipe', 'dataset', 'report']) {
      expect(JSON.parse(await readFile(join(report.run, `${name}.json`), 'utf8'))).toMatchObject({ version: 1 })
    }
    expect(runReport.parse(JSON.parse(await readFile(join(report.run, 'report.json'), 'utf8')))).toEqual(report)

    const logged = (await readFile(join(report.run, 'events.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(logged.map((line) => runEvent.parse(JSON.parse(line)))).toEqual(events)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
    expect(events.filter(({ kind }) => kind === 'finished' || kind === 'failed')).toEqual([events.at(-1)])

    const texts = ['A wonderful hero, they say.', 'The pace was terrible.']
    const answer = await predict({ model: report.run, texts, files: [] }, new AbortController().signal)
    expect(answer.predictions.map(({ label }) => label)).toEqual(['pos', 'neg'])
  })

  test('goes on from the head of a classifier that knows the labels, and says so', async () => {
    const first = await run({ epochs: 1 })
    const second = await run({ epochs: 1, model: first.report.run })
    expect(second.report.before.loss).toBeCloseTo(first.report.after.loss, 5)
    expect(second.report.after.loss).toBeLessThan(first.report.after.loss)
    const notices = second.events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []))
    expect(notices.join()).toContain('knows these 2 labels: its head is trained further')

    const anew = await run({ epochs: 1, model: join(first.report.run, 'model'), head: 'new' })
    expect(anew.report.before.loss).toBeGreaterThan(first.report.after.loss + 0.01)
  })

  test('gives the same numbers for the same seed, and others for another', async () => {
    const first = await run({ epochs: 1 })
    const second = await run({ epochs: 1 })
    expect(losses(second.events)).toEqual(losses(first.events))
    expect(second.report.after).toEqual(first.report.after)
    expect(losses((await run({ epochs: 1, seed: 7 })).events)).not.toEqual(losses(first.events))
  })

  test('computes no feature again for another learning rate, and says so', async () => {
    const first = await run({ epochs: 1 })
    expect(first.report.features).toMatchObject({ computed: 60, fromCache: 0 })
    const second = await run({ epochs: 1, learningRate: 2e-5 })
    expect(second.report.features).toMatchObject({ computed: 0, fromCache: 60 })
    const notices = second.events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []))
    expect(notices.join()).toContain('none was computed again')
  })

  test('counts the texts that lose their end, and says so', async () => {
    const { report, events } = await run({ epochs: 1, maxLength: 16 })
    expect(report.truncated).toBeGreaterThan(5)
    const notices = events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []))
    expect(notices.join()).toContain(`${report.truncated} of 60 texts are longer than 16 tokens`)
  })

  test('trains the head alone on one row of features a text', async () => {
    const { report } = await run({ unfreeze: 0, epochs: 2, learningRate: 5e-3 })
    expect(report.trainableParameters).toBe(192 * 192 + 192 + 2 * 192 + 2)
    expect(report.after.loss).toBeLessThan(report.before.loss)
  })

  test('stops early and keeps the best epoch by the validation part, never by the test part', async () => {
    const settings = { epochs: 30, learningRate: 0.02, patience: 1, keep: 'best', validationShare: 0.3 } as const
    const { report, events } = await run(settings)
    expect(report.epochs.length).toBeLessThan(30)
    const validation = report.epochs.map(({ validation }) => validation?.loss ?? Infinity)
    expect(report.savedEpoch).toBe(validation.indexOf(Math.min(...validation)) + 1)
    expect(inShort(report.after)).toEqual(report.epochs[report.savedEpoch - 1].test)
    const summary = events.flatMap((event) => (event.kind === 'dataset' ? [event.summary] : []))[0]
    expect(summary.counts.validation.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
  })

  test('ends after the present step when it is asked to finish, and saves what it has', async () => {
    const finish = new AbortController()
    const onEvent = (event: RunEvent) => {
      if (event.kind === 'step' && event.step === 8) finish.abort()
    }
    const { report } = await run({ epochs: 5 }, { finish: finish.signal, onEvent })
    expect(report.epochs.map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(await readdir(join(report.run, 'model'))).toContain('model.safetensors')
  })
})

describe('A run that stops before its first epoch is done leaves no folder', () => {
  test.each(['reading', 'features', 'baseline', 'step'])('cancelled in %s', async (stage) => {
    const controller = new AbortController()
    const onEvent = (event: RunEvent) => {
      if (event.kind === stage || (event.kind === 'progress' && event.phase === stage)) controller.abort()
      if (stage === 'reading' && event.kind === 'dataset') controller.abort()
    }
    await expect(run({}, { signal: controller.signal, onEvent })).rejects.toMatchObject({ code: 'cancelled' })
    expect(await readdir(join(home, 'runs'))).toEqual([])
  })

  test('given a model with a weight that is not a number', async () => {
    const model = await makeTinyModel({ family: 'distilbert', dim: 16, heads: 2, blocks: 2, hiddenDim: 32 })
    const weights = join(model, 'model.safetensors')
    const file = await SafetensorsFile.open(weights)
    const bias = file.entries.get('distilbert.transformer.layer.1.ffn.lin2.bias')
    await file.close()
    const bytes = await readFile(weights)
    bytes.writeFloatLE(NaN, bias?.begin ?? 0)
    await writeFile(weights, bytes)
    await expect(run({ model })).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('weights are damaged'),
    })
  })

  test.each([
    ['a model that is not there', { model: '/nowhere/model' }, 'model', '/nowhere/model'],
    ['a dataset that is not there', { dataset: '/nowhere/texts' }, 'dataset', '/nowhere/texts'],
    ['more blocks than the model has', { unfreeze: 5 }, 'usage', 'unfreeze'],
    ['more tokens than the model has positions', { maxLength: 10_000 }, 'usage', 'max'],
  ])('given %s', async (_, settings, code, named) => {
    const failure = run(settings)
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining(named) })
    expect(await readdir(join(home, 'runs')).catch(() => [])).toEqual([])
  })

  test('given a folder that is not empty, which stays as it is', async () => {
    const out = join(home, 'mine')
    await mkdir(out)
    await writeFile(join(out, 'thesis.txt'), 'years of work')
    await expect(run({}, { out })).rejects.toMatchObject({ code: 'output', message: expect.stringContaining(out) })
    expect(await readdir(out)).toEqual(['thesis.txt'])
  })

  test('given a folder that cannot be made', async () => {
    const out = join(dataset, 'below-a-file')
    await expect(run({}, { out })).rejects.toMatchObject({ code: 'output', message: expect.stringContaining(out) })
  })
})
