import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describe as describeModel } from '../../../../src/main/trainer/commands/describe.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { isPlain } from '../../../../src/main/trainer/tokens/plain-tokenizer.ts'
import { tokenizingLimit } from '../../../../src/main/trainer/tokens/tokenizing-limit.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { exploding, makeExploding } from '../../../support/exploding-model.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

const withPattern = { normalizer: { type: 'Sequence', normalizers: [{ type: 'Replace', pattern: { Regex: 'a' } }] } }
const explode = (): unknown => /^(a+)+$/u.exec(exploding)

test('A pattern that backtracks is given up, and the file is named', () => {
  const before = performance.now()
  expect(() => tokenizingLimit(withPattern, 'some/tokenizer.json', 1000)(exploding.length, explode)).toThrow(
    'some/tokenizer.json cannot be used: it takes more than 1 s for one text, because a pattern in it backtracks. ' +
      'Choose another model.',
  )
  expect(performance.now() - before).toBeLessThan(5000)
})

test('A longer text has more time', () => {
  const sum = (): number => {
    const end = performance.now() + 100
    while (performance.now() < end);
    return 7
  }
  const limited = tokenizingLimit(withPattern, 'tokenizer.json', 1)
  expect(() => limited(0, sum)).toThrow('backtracks')
  expect(limited(500_000, sum)).toBe(7)
})

test('What fails is a sentence that names the file; what we throw ourselves stays as it is', () => {
  const limited = tokenizingLimit(withPattern, 'some/tokenizer.json')
  const ours = new LastlayerError('cancelled', 'Stopped.')
  const fail = (error: unknown) => () => {
    throw error
  }
  expect(() => limited(0, fail(new RangeError('Invalid string length')))).toThrow(
    'some/tokenizer.json cannot be used: what it holds does not fit together. Choose another model.',
  )
  expect(() => limited(0, fail(ours))).toThrow(ours)
})

test('Work within work has its own limit and its own result', () => {
  const limited = tokenizingLimit(withPattern, 'tokenizer.json')
  expect(limited(0, () => [limited(0, () => 1), 2])).toEqual([1, 2])
})

test('A tokenizer without patterns of its own works at once, a word of its vocabulary is none', () => {
  const error = new RangeError('as it is')
  const fail = (): never => {
    throw error
  }
  const json = { model: { vocab: { pattern: 7 } }, added_tokens: [{ pattern: 1 }], normalizer: { type: 'NFC' } }
  for (const plain of [json, null, {}, { pre_tokenizer: null }]) {
    expect(() => tokenizingLimit(plain, 'tokenizer.json')(0, fail)).toThrow(error)
  }
})

test.each(['bert', 'roberta'])('The tokenizer of %s is plain', async (family) => {
  const path = join(import.meta.dirname, '../../../golden', family, 'tokenizer.json')
  expect(isPlain(JSON.parse(await readFile(path, 'utf8')))).toBe(true)
})

const byteLevel = { type: 'ByteLevel', add_prefix_space: true, use_regex: false }
const doubling = { type: 'Sequence', pretokenizers: Array.from({ length: 18 }, () => byteLevel) }

test.each([
  ['many steps that each double a text', { pre_tokenizer: doubling }],
  ['two steps', { pre_tokenizer: { type: 'Sequence', pretokenizers: [byteLevel, byteLevel] } }],
  ['a whole text as one word', { pre_tokenizer: byteLevel }],
  ['normalizers within normalizers', { normalizer: { type: 'Sequence', normalizers: [{ type: 'Sequence', normalizers: [] }] } }], // prettier-ignore
  ['an unknown step', { post_processor: { type: 'Sequence', processors: [] } }],
  ['another model', { model: { type: 'Unigram' } }],
  ['words of any length', { model: { type: 'WordPiece', max_input_chars_per_word: 1e6 } }],
])('A tokenizer with %s works under the limit', (_, json) => {
  expect(isPlain(json)).toBe(false)
  const endless = (): never => {
    for (;;);
  }
  expect(() => tokenizingLimit(json, 'some/tokenizer.json', 100)(0, endless)).toThrow(
    'some/tokenizer.json cannot be used: it takes more than 0 s for one text, because its steps are too many.',
  )
})

describe('A model whose pattern backtracks', () => {
  test('is refused at the text that makes it, and reads others', async () => {
    const folder = await makeExploding(await makeTinyModel({ family: 'distilbert' }))
    const tokenizer = TextTokenizer.open(await openModelFolder(folder))
    expect(tokenizer.encode('a good film', 64).fullLength).toBe(5)
    expect(() => tokenizer.encode(exploding, 64)).toThrow(/tokenizer\.json cannot be used: .* backtracks\. Choose/)
    expect(tokenizer.encode('a good film', 64).fullLength).toBe(5)
  })

  test('is refused as an ONNX file too, before another library opens it', async () => {
    const folder = await makeExploding(await makeTinyModel({ family: 'bert', labels: ['a', 'b'] }), 'normalizer')
    await mkdir(join(folder, 'onnx'))
    await rename(join(folder, 'model.safetensors'), join(folder, 'onnx', 'model.onnx'))
    await expect(describeModel({ path: folder })).rejects.toThrow('backtracks')
  })
})

test('A tokenizer that cannot be built is told of when its model is described', async () => {
  const folder = await makeTinyModel({ family: 'bert' })
  const path = join(folder, 'tokenizer.json')
  await cp(path, `${path}.right`)
  const json = JSON.parse(await readFile(path, 'utf8')) as object
  await writeFile(path, JSON.stringify({ ...json, normalizer: { type: 'Magic' } }))
  await writeFile(join(folder, 'tokenizer_config.json'), '{"tokenizer_class":"PreTrainedTokenizerFast"}')
  await expect(describeModel({ path: folder })).rejects.toThrow('tokenizer.json cannot be used')
  await rename(`${path}.right`, path)
  await expect(describeModel({ path: folder })).resolves.toMatchObject({ family: 'bert' })
})
