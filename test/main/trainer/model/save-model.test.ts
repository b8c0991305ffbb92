import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  classifierShapes,
  denseShapes,
  encoderShapes,
} from '../../../../src/main/trainer/model/families/expected-shapes.ts'
import { openModelFolder, type ModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { saveModelFolder, type TrainedTensor } from '../../../../src/main/trainer/model/save-model.ts'
import { normal } from '../../../../src/main/trainer/random.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const labels = ['neg', 'pos', 'meh']

const opened: ModelFolder[] = []
afterEach(async () => {
  for (const model of opened.splice(0)) await model.close()
})

test.each([
  ['distilbert', 'F32'],
  ['distilbert', 'F16'],
  ['bert', 'BF16'],
  ['bert', 'F32'],
  ['roberta', 'F32'],
] as const)('a saved %s from %s opens as a float32 classifier with equal tensors', async (family, dtype) => {
  const { source, destination } = await prepare(await makeTinyModel({ family, dtype, blocks: 3 }))
  const trained = new Map([...headOf(source), ...lastBlockOf(source)])
  await saveModelFolder({ source, destination, labels, trained, maxLength: 128 })

  const saved = await openAgain(destination)
  const layers = [...encoderShapes(source.config).keys()]
  for (const name of layers)
    expect(await saved.read(name)).toEqual(trained.get(name)?.data ?? (await source.read(name)))
  for (const [name, { data }] of trained) expect(await saved.read(name)).toEqual(data)
  expect(saved.config).toMatchObject({ family: { name: family }, labels, trainedLength: 128, blocks: 3 })
  const allNames = await tensorNames(destination)
  expect(allNames).toEqual([...new Set([...layers, ...headOf(source).keys()])].sort())
})

test('config.json is the source’s, as that of a classifier', async () => {
  const config = { initializer_range: 0.02, num_labels: 7, torch_dtype: 'float16', quantization_config: { bits: 8 } }
  const { source, destination } = await prepare(await makeTinyModel({ family: 'distilbert', config }))
  await save(source, destination)
  const json: unknown = JSON.parse(await readFile(join(destination, 'config.json'), 'utf8'))
  expect(json).toMatchObject({
    architectures: ['DistilBertForSequenceClassification'],
    problem_type: 'single_label_classification',
    id2label: { 0: 'neg', 1: 'pos', 2: 'meh' },
    label2id: { neg: 0, pos: 1, meh: 2 },
    torch_dtype: 'float32',
    initializer_range: 0.02,
  })
  expect(json).not.toHaveProperty('num_labels')
  expect(json).not.toHaveProperty('quantization_config')
})

test('the tokenizer’s files come along, with the length that it was trained with', async () => {
  const folder = await makeTinyModel({ family: 'bert' })
  await writeFile(join(folder, 'special_tokens_map.json'), '{"cls_token":"[CLS]"}')
  await writeFile(join(folder, 'README.md'), 'stays behind')
  await writeFile(join(folder, 'tokenizer_config.json'), '{"do_lower_case":true,"model_max_length":400}')
  const { source, destination } = await prepare(folder)
  await save(source, destination)
  for (const name of ['vocab.txt', 'special_tokens_map.json']) {
    expect(await readFile(join(destination, name))).toEqual(await readFile(join(folder, name)))
  }
  expect(TextTokenizer.open(await openAgain(destination)).digest).toBe(TextTokenizer.open(source).digest)
  expect(await limitOf(destination)).toBe(64)
  expect(await readdir(destination)).not.toContain('README.md')

  await rm(join(folder, 'tokenizer_config.json'))
  await save(source, destination)
  expect(await limitOf(destination)).toBe(64)
})

test('a saved model can be saved again, with other labels', async () => {
  const first = await prepare(await makeTinyModel({ family: 'bert' }))
  await save(first.source, first.destination)
  const second = await prepare(first.destination)
  await save(second.source, second.destination, ['yes', 'no'])
  const saved = await openAgain(second.destination)
  expect(saved.config.labels).toEqual(['yes', 'no'])
})

test('a former saved model is replaced, and nothing is left beside it', async () => {
  const { source, destination } = await prepare(await makeTinyModel({ family: 'bert' }))
  await save(source, destination, ['a', 'b'])
  await save(source, destination, ['c', 'd'])
  const saved = await openAgain(destination)
  expect(saved.config.labels).toEqual(['c', 'd'])
  expect(await readdir(dirname(destination))).toEqual(['model'])
})

test('a folder with anything else in it is not replaced', async () => {
  const { source, destination } = await prepare(await makeTinyModel({ family: 'bert' }))
  await mkdir(destination, { recursive: true })
  await writeFile(join(destination, 'thesis.docx'), 'precious')
  await expect(save(source, destination)).rejects.toMatchObject({
    code: 'output',
    message: `${destination} already holds thesis.docx. Choose a new or an empty folder.`,
  })
  expect(await readdir(destination)).toEqual(['thesis.docx'])
})

test('the model that is being tuned is not replaced', async () => {
  const { source } = await prepare(await makeTinyModel({ family: 'bert' }))
  await expect(save(source, source.path)).rejects.toMatchObject({ code: 'output' })
  expect((await openAgain(source.path)).config.labels).toBeNull()
})

test('if it fails midway there is no folder, and the former one stays', async () => {
  const { source, destination } = await prepare(await makeTinyModel({ family: 'bert' }))
  await save(source, destination, ['a', 'b'])
  const broken = Object.create(source, {
    stream: {
      value: () => {
        throw new Error('gone')
      },
    },
  }) as ModelFolder
  await expect(save(broken, destination)).rejects.toThrow('gone')
  expect(await readdir(dirname(destination))).toEqual(['model'])
  const saved = await openAgain(destination)
  expect(saved.config.labels).toEqual(['a', 'b'])
})

test('a place that cannot be written is an output error', async () => {
  const { source, destination } = await prepare(await makeTinyModel({ family: 'bert' }))
  await mkdir(dirname(dirname(destination)), { recursive: true })
  await writeFile(dirname(destination), 'a file, not a folder')
  await expect(save(source, destination)).rejects.toMatchObject({ code: 'output' })
})

test('trained tensors of another model are a defect', async () => {
  const { source, destination } = await prepare(await makeTinyModel({ family: 'bert' }))
  const wrong = new Map(headOf(source)).set('pre_classifier.weight', { shape: [1], data: new Float32Array(1) })
  const options = { source, destination, labels, maxLength: 8 }
  await expect(saveModelFolder({ ...options, trained: wrong })).rejects.toThrow('pre_classifier.weight is not a tensor')
  const bent = new Map(headOf(source)).set('classifier.bias', { shape: [2], data: new Float32Array(2) })
  await expect(saveModelFolder({ ...options, trained: bent })).rejects.toThrow('has shape [2] instead of [3]')
})

async function prepare(folder: string): Promise<{ source: ModelFolder; destination: string }> {
  const destination = join(await temporaryFolder(), 'run', 'model')
  return { source: await openAgain(folder), destination }
}

async function openAgain(folder: string): Promise<ModelFolder> {
  const model = await openModelFolder(folder)
  opened.push(model)
  return model
}

async function save(source: ModelFolder, destination: string, names = labels): Promise<void> {
  const trained = headOf(source, names.length)
  await saveModelFolder({ source, destination, labels: names, trained, maxLength: 64 })
}

function headOf({ config }: ModelFolder, classes = labels.length): Map<string, TrainedTensor> {
  return random([...denseShapes(config), ...classifierShapes(config, classes)])
}

function lastBlockOf({ config }: ModelFolder): Map<string, TrainedTensor> {
  return random([...encoderShapes(config)].filter(([name]) => name.includes(`layer.${config.blocks - 1}.`)))
}

function random(shapes: [string, readonly number[]][]): Map<string, TrainedTensor> {
  const size = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1)
  return new Map(shapes.map(([name, shape], i) => [name, { shape, data: normal(i, size(shape), 1) }]))
}

async function tensorNames(folder: string): Promise<string[]> {
  const bytes = await readFile(join(folder, 'model.safetensors'))
  const header = bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0)))
  const names = Object.keys(JSON.parse(header) as object)
  return names.filter((name) => name !== '__metadata__').sort()
}

async function limitOf(folder: string): Promise<unknown> {
  const json = JSON.parse(await readFile(join(folder, 'tokenizer_config.json'), 'utf8')) as Record<string, unknown>
  return json.model_max_length
}
