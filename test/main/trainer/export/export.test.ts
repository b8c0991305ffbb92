import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exportModel } from '../../../../src/main/trainer/export/export.ts'
import { families } from '../../../../src/main/trainer/model/families/families.ts'
import type { ExportFormat } from '../../../../src/shared/export-formats.ts'
import type { ExportProgress } from '../../../../src/shared/export-proof.ts'
import { exported, makeClassifier, makeRun } from '../../../support/exported-folder.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const never = new AbortController().signal

describe.each(families)('A classifier of family $name', ({ name: family }) => {
  test.each(['huggingface', 'onnx'] as const)('exported to %s answers as the model does', async (format) => {
    const proof = await exported(await makeClassifier({ family, labels: ['a', 'b', 'c'] }), format)
    expect(proof).toMatchObject({ format, texts: 100, equalLabels: 1, source: 'sample:reviews', isOwn: false })
    expect(proof.largestProbabilityDifference).toBeLessThan(1e-5)
  })
})

test('An int8 export is a quarter of the size, and answers nearly alike', async () => {
  const proof = await exported(await makeClassifier(), 'onnx-int8')
  expect(proof.size.exported / proof.size.own).toBeLessThan(0.32)
  expect(proof.largestProbabilityDifference).toBeGreaterThan(0)
  expect(proof.largestProbabilityDifference).toBeLessThan(0.1)
})

test.each([
  ['huggingface', ['README.md', 'config.json', 'model.safetensors', 'sample.py', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt']], // prettier-ignore
  ['onnx', ['README.md', 'config.json', 'onnx/model.onnx', 'sample.html', 'sample.mjs', 'sample.py', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt']], // prettier-ignore
] as const)('%s: the folder is whole, and cuts texts where the run did', async (format, names) => {
  const run = await makeRun(await makeClassifier({ config: { lastlayer: { max_length: 48 } } }))
  const { destination, files } = await exported(run, format)
  expect(files.map(({ name }) => name).sort()).toEqual(names)
  const read = async (name: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(destination, name), 'utf8'))
  expect(await read('tokenizer_config.json')).toMatchObject({ model_max_length: 48 })
  expect(await read('config.json')).toMatchObject({
    problem_type: 'single_label_classification',
    id2label: { 0: 'neg', 1: 'pos' },
    lastlayer: { max_length: 48 },
  })
  expect(await readFile(join(destination, 'README.md'), 'utf8')).toContain('cut after 48 tokens')
})

test('the card names the base model and its licence, as the hub gave them', async () => {
  const base = await temporaryFolder()
  const origin = { name: 'acme/tiny', licence: 'apache-2.0', commit: '0'.repeat(40) }
  await writeFile(join(base, 'source.json'), JSON.stringify(origin))
  const run = await makeRun(await makeClassifier(), { model: base })
  const { destination } = await exported(run, 'onnx')
  const card = await readFile(join(destination, 'README.md'), 'utf8')
  expect(card).toMatch(/^license: "apache-2.0"$/m)
  expect(card).toContain('| base model | `acme/tiny` |')
})

describe('The texts of the proof', () => {
  test('are of the run’s own test part, cleaned as its recipe says', async () => {
    const folder = await temporaryFolder()
    const dataset = join(folder, 'mail.csv')
    const rows = Array.from({ length: 30 }, (_, i) => `Text ${i},${i % 2 === 0 ? 'pos' : 'neg'}`)
    await writeFile(dataset, ['text,label', ...rows].join('\n'))
    const run = await makeRun(await makeClassifier(), { dataset })
    expect(await exported(run, 'onnx')).toMatchObject({ texts: 6, source: dataset, isOwn: true })
  })

  test('are sample reviews where the dataset is gone', async () => {
    const run = await makeRun(await makeClassifier(), { dataset: '/no/longer/there.csv' })
    expect(await exported(run, 'onnx')).toMatchObject({ texts: 100, source: 'sample:reviews', isOwn: false })
  })
})

describe('Nothing is left behind', () => {
  /** Exports; `onPhase` is called whenever a stage begins, with the folder that is being written. */
  async function attempt(format: ExportFormat, onPhase: (phase: string, folder: string) => void, signal = never) {
    const parent = await temporaryFolder()
    let last = ''
    const onProgress = ({ phase }: ExportProgress): void => {
      if (phase === last) return
      last = phase
      onPhase(last, join(parent, readdirSync(parent)[0]))
    }
    const params = { model: await makeClassifier(), format, destination: join(parent, 'export') }
    const outcome = await exportModel(params, signal, onProgress).catch((error: unknown) => error)
    return { outcome, left: await readdir(parent) }
  }

  test.each([
    ['huggingface', 'model.safetensors', 'word_embeddings.weight'],
    ['onnx', 'onnx/model.onnx', 'word_embeddings.weight'],
    ['onnx-int8', 'onnx/model_quantized.onnx', 'word_embeddings.weight.int8'],
  ] as const)('where a weight of the %s export is damaged', async (format, file, tensor) => {
    const { outcome, left } = await attempt(format, (phase, folder) => {
      if (phase !== 'reading') return
      const path = join(folder, file)
      const bytes = readFileSync(path)
      const start = bytes.lastIndexOf(tensor) + 10_000
      for (let i = start; i < start + 400_000; i++) bytes[i] = (i * 7) % 120
      writeFileSync(path, bytes)
    })
    expect(outcome).toMatchObject({
      code: 'proof',
      message: expect.stringMatching(/does not answer as the model does/),
    })
    expect(left).toEqual([])
  })

  test.each(['saving', 'reading', 'evaluating'])('by a cancelled export, while %s', async (during) => {
    const stop = new AbortController()
    const { outcome, left } = await attempt('onnx', (phase) => phase === during && stop.abort(), stop.signal)
    expect(outcome).toMatchObject({ code: 'cancelled' })
    expect(left).toEqual([])
  })
})

test('Stages come in order, each counted up to its end', async () => {
  const told: ExportProgress[] = []
  const params = {
    model: await makeClassifier(),
    format: 'onnx',
    destination: join(await temporaryFolder(), 'e'),
  } as const
  await exportModel(params, never, (progress) => told.push(progress))
  const inOrder = told.every(({ phase, done }, i) => phase !== told[i - 1]?.phase || done > told[i - 1].done)
  expect(inOrder).toBe(true)
  const phases = told.map(({ phase }) => phase)
  expect([...new Set(phases)]).toEqual(['saving', 'reading', 'evaluating'])
  expect(told.at(-1)).toMatchObject({ phase: 'evaluating', done: 200, total: 200 })
})

describe('Refused before anything is written is', () => {
  test('a folder that holds something', async () => {
    const destination = await temporaryFolder()
    await writeFile(join(destination, 'letter.txt'), 'mine')
    const params = { model: await makeClassifier(), format: 'onnx', destination } as const
    await expect(exportModel(params, never, () => undefined)).rejects.toMatchObject({
      code: 'output',
      message: expect.stringContaining('already holds letter.txt'),
    })
    expect(await readdir(destination)).toEqual(['letter.txt'])
  })

  test('a model without a classifier, and one that is an ONNX file already', async () => {
    await expect(exported(await makeTinyModel({ family: 'bert' }), 'onnx')).rejects.toMatchObject({ code: 'model' })
    const { destination } = await exported(await makeClassifier(), 'onnx')
    await expect(exported(destination, 'huggingface')).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('ONNX'),
    })
  })
})

test('A person’s own words stay within their place in the model card', async () => {
  const labels = ['fine', '`|\n# Heading | <b>']
  const { destination } = await exported(await makeClassifier({ labels }), 'huggingface')
  const card = await readFile(join(destination, 'README.md'), 'utf8')
  expect(card).toContain("| 1 | `'\\| # Heading \\| <b>` |")
  expect(card).not.toMatch(/^# Heading/m)
})
