import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../target.ts'

const golden = join(import.meta.dirname, '..', '..', '..', 'test', 'golden')

type Json = Record<string, unknown>

/** The header of a safetensors file and the bytes that follow it. */
export function splitSafetensors(file: Buffer): { header: Json; data: Buffer } {
  const end = 8 + Number(file.readBigUInt64LE(0))
  return { header: JSON.parse(file.toString('utf8', 8, end)) as Json, data: file.subarray(end) }
}

export function joinSafetensors(header: unknown, data: Buffer): Buffer {
  const bytes = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  return Buffer.concat([length, bytes, data])
}

/** A model without one of its files. */
export function without(model: Files, name: string): Files {
  return Object.fromEntries(Object.entries(model).filter(([own]) => own !== name))
}

/** One of the small models of the tests, as a classifier of two labels. */
function classifier(
  family: 'bert' | 'roberta',
  head: Readonly<Record<string, readonly number[]>>,
): Record<string, Buffer> {
  const read = (name: string): Buffer => readFileSync(join(golden, family, name))
  const { header, data } = splitSafetensors(read('model.safetensors'))
  const parts = [data]
  let place = data.length
  for (const [name, shape] of Object.entries(head)) {
    if (name in header) continue
    const bytes = Buffer.alloc(4 * shape.reduce((product, side) => product * side, 1))
    header[name] = { dtype: 'F32', shape, data_offsets: [place, place + bytes.length] }
    place += bytes.length
    parts.push(bytes)
  }
  const architectures = [family === 'bert' ? 'BertForSequenceClassification' : 'RobertaForSequenceClassification']
  const own = { architectures, id2label: { 0: 'neg', 1: 'pos' } }
  const config = { ...(JSON.parse(read('config.json').toString()) as Json), ...own }
  return {
    'config.json': Buffer.from(JSON.stringify(config)),
    'model.safetensors': joinSafetensors(header, Buffer.concat(parts)),
    'tokenizer.json': read('tokenizer.json'),
    'tokenizer_config.json': read('tokenizer_config.json'),
  }
}

/** A BERT with a vocabulary of word pieces, which other files repeat. */
export const bert: Files = (() => {
  const files = classifier('bert', {
    'bert.pooler.dense.weight': [32, 32],
    'bert.pooler.dense.bias': [32],
    'classifier.weight': [2, 32],
    'classifier.bias': [2],
  })
  const { model } = JSON.parse(files['tokenizer.json'].toString()) as { model: { vocab: Record<string, number> } }
  return { ...files, 'vocab.txt': Buffer.from(`${Object.keys(model.vocab).join('\n')}\n`) }
})()

/** A RoBERTa with byte pairs. */
export const roberta: Files = (() => {
  const files = classifier('roberta', {
    'classifier.dense.weight': [32, 32],
    'classifier.dense.bias': [32],
    'classifier.out_proj.weight': [2, 32],
    'classifier.out_proj.bias': [2],
  })
  const { model } = JSON.parse(files['tokenizer.json'].toString()) as { model: { vocab: Json; merges: unknown[] } }
  const merges = model.merges.map((pair) => (Array.isArray(pair) ? pair.join(' ') : String(pair)))
  return {
    ...files,
    'vocab.json': Buffer.from(JSON.stringify(model.vocab)),
    'merges.txt': Buffer.from(`#version: 0.2\n${merges.join('\n')}\n`),
  }
})()
