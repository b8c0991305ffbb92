import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lastlayer } from './lastlayer.ts'

// Labels that every object of JavaScript has as a property already, all the way from a dataset to an export.

const labels = ['__proto__', 'constructor', 'toString']
let folder: string
let lastlayer: Lastlayer
let dataset: string

/** The result that a command prints as JSON. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await lastlayer.run(...args, '--json')
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-labels-'))
  lastlayer = new Lastlayer(join(folder, 'home'))
  const words = ['great and lovely', 'dull and awful', 'long and red']
  const rows = Array.from({ length: 45 }, (_, i) => `A ${words[i % 3]} film ${i},${labels[i % 3]}`)
  dataset = join(folder, 'films.csv')
  writeFileSync(dataset, ['text,label', ...rows].join('\n'))
  await json('finetune', dataset, '--lr', '1e-3', '--epochs', '2', '--max-length', '32', '--out', join(folder, 'run'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `predict --json` must print for any model of these labels. */
async function expectAllLabels(model: string): Promise<void> {
  const [answer] = await json('predict', model, 'A dull and awful film')
  expect(Object.keys(answer.probs)).toEqual(labels)
  const values = labels.map((label) => Object.getOwnPropertyDescriptor(answer.probs, label)?.value as number)
  expect(values.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
  expect(answer.label).toBe(labels[values.indexOf(Math.max(...values))])
}

test('predict names them all, as JSON and in a table', async () => {
  await expectAllLabels(join(folder, 'run'))
  const { stdout } = await lastlayer.run('predict', join(folder, 'run'), 'A great and lovely film')
  expect(stdout).toMatch(/^(__proto__|constructor|toString) {2}0\.\d{3} {2}A great/)
})

test('evaluate has figures of each', async () => {
  const { metrics } = await json('evaluate', join(folder, 'run'), dataset)
  expect(metrics.perClass).toMatchObject(labels.map((label) => ({ label, support: 15 })))
})

test.each(['huggingface', 'onnx', 'onnx-int8'])(
  'an export to %s names them, and answers when it is read back',
  async (to) => {
    const destination = join(folder, to)
    await json('export', join(folder, 'run'), destination, '--to', to)
    const config = JSON.parse(readFileSync(join(destination, 'config.json'), 'utf8'))
    expect(config.id2label).toEqual({ 0: '__proto__', 1: 'constructor', 2: 'toString' })
    expect(Object.entries(config.label2id)).toEqual(labels.map((label, i) => [label, i]))
    await expectAllLabels(destination)
  },
)

test('a run goes on from a classifier of these labels', async () => {
  const next = join(folder, 'next')
  await json('finetune', dataset, '--model', join(folder, 'run'), '--epochs', '1', '--max-length', '32', '--out', next)
  await expectAllLabels(next)
})
