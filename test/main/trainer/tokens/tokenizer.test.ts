import fc from 'fast-check'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { checkMaxLength, TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import golden from '../../../golden/golden.json' with { type: 'json' }
import { goldenFamilyModel } from '../../../support/golden.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

interface TokenizerJson extends Record<string, unknown> {
  model: Record<string, unknown> & { vocab: Record<string, number> }
  added_tokens?: { id: number; content: string }[]
}

/** The class whose tokenizer.json counts as it is. */
const generic = '{"tokenizer_class":"PreTrainedTokenizerFast"}'

let original: TokenizerJson
let tokenizer: TextTokenizer
beforeAll(async () => {
  const folder = await makeTinyModel({ family: 'distilbert' })
  original = JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8')) as TokenizerJson
  tokenizer = await openTokenizer(folder)
})

test.each(golden.tokenization)('the ids of $text are those of the Python reference', ({ text, ids }) => {
  expect([...tokenizer.encode(text, 256).ids]).toEqual(ids)
})

test('a text is cut to the maximum length, keeping its beginning, [CLS] and [SEP]', () => {
  const text = 'this movie was good and bad and long'
  const whole = tokenizer.encode(text, 64)
  expect(whole.ids.length).toBe(whole.fullLength)
  expect(tokenizer.encode(text, whole.fullLength)).toEqual(whole)
  for (const maxLength of [2, 3, 5, whole.fullLength - 1]) {
    const { ids, fullLength } = tokenizer.encode(text, maxLength)
    expect([...ids]).toEqual([...whole.ids.slice(0, maxLength - 1), 3])
    expect(fullLength).toBe(whole.fullLength)
  }
})

test.each([
  ['empty', ''],
  ['only white space', ' \n\t\u00a0\u2003'],
  ['control characters', '\u0000\u0001\u007f\u0085\ufffd'],
  ['half a surrogate pair', '\ud83d'],
  ['the other half', '\ude00'],
  ['zero-width and direction marks', '\u200b\u202e\ufeff'],
])('a text that is %s has only [CLS] and [SEP]', (_, text) => {
  expect(tokenizer.encode(text, 256)).toEqual({ ids: Int32Array.of(2, 3), fullLength: 2 })
})

test('a tokenizer that cuts at the left reads the end of a text', async () => {
  const folder = await makeTinyModel({ family: 'distilbert' })
  await writeFile(join(folder, 'tokenizer_config.json'), '{"truncation_side":"left"}')
  const left = await openTokenizer(folder)
  const text = 'this movie was good and bad and long'
  const { ids } = tokenizer.encode(text, 64)
  expect([...left.encode(text, 5).ids]).toEqual([2, ...ids.slice(-4)])
  expect(left.encode(text, 64).ids).toEqual(ids)
})

test('any string has ids within the vocabulary, and the same ones each time', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: utf16Unit }),
    fc.string({ unit: 'grapheme' }),
  )
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, maxLength) => {
      const { ids, fullLength } = tokenizer.encode(text, maxLength)
      expect(ids.length).toBe(Math.min(fullLength, maxLength))
      expect(ids.every((id) => id >= 0 && id < 8192)).toBe(true)
      expect([ids[0], ids.at(-1)]).toEqual([2, 3])
      expect(tokenizer.encode(text, maxLength)).toEqual({ ids, fullLength })
    }),
    { numRuns: 500 },
  )
})

const utf16Unit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit))

test('a megabyte of text, and long words that are in no vocabulary, take no more than seconds', () => {
  expect(tokenizer.encode('good movie '.repeat(100_000), 256).fullLength).toBe(200_002)
  const base64 = (i: number) => i.toString(36).repeat(100).slice(0, 76)
  const attachment = Array.from({ length: 5000 }, (_, i) => base64(i + 1e9)).join('\n')
  expect(tokenizer.encode(attachment, 256).fullLength).toBeGreaterThan(5000)
  expect(tokenizer.encode('a'.repeat(1_000_000), 256).fullLength).toBe(3)
}, 20_000)

describe('Merges of bytes', () => {
  let bytes: TextTokenizer
  beforeAll(async () => {
    bytes = await openTokenizer(goldenFamilyModel('roberta'))
  })

  test('any string has ids within the vocabulary, between <s> and </s>', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 40 }), (text, maxLength) => {
        const { ids, fullLength } = bytes.encode(text, maxLength)
        expect(ids.length).toBe(Math.min(fullLength, maxLength))
        expect(ids.every((id) => id >= 0 && id < 500)).toBe(true)
        expect([ids[0], ids.at(-1)]).toEqual([0, 2])
      }),
    )
  })

  test('a megabyte of text, and words without an end, take no more than seconds', () => {
    expect(bytes.encode('good movie '.repeat(100_000), 256).fullLength).toBeGreaterThan(200_000)
    expect(bytes.encode('\u{1f600}'.repeat(20_000), 256).fullLength).toBeGreaterThan(20_000)
    expect(bytes.encode('a'.repeat(200_000), 256).fullLength).toBeGreaterThan(50_000)
  }, 20_000)

  test('a file of the oldest kind, which does not say what it is, gives the same ids', async () => {
    const untyped = await openBytes((json) => delete json.model.type)
    expect(untyped.encode('The soup was warm', 256)).toEqual(bytes.encode('The soup was warm', 256))
  })

  test.each<[string, (json: TokenizerJson) => unknown, string]>([
    ['dropout of merges', (json) => (json.model.dropout = 0.1), 'model.dropout'],
    ['a prefix within words', (json) => (json.model.continuing_subword_prefix = '##'), 'continuing_subword_prefix'],
    ['an unknown token that is none', (json) => (json.model.unk_token = '[WHAT]'), 'unknown token [WHAT]'],
  ])('%s is refused by name', async (_, change, words) => {
    await expect(openBytes(change)).rejects.toThrow(words)
  })

  async function openBytes(change: (json: TokenizerJson) => unknown): Promise<TextTokenizer> {
    const folder = await temporaryFolder()
    await cp(goldenFamilyModel('roberta'), folder, { recursive: true })
    const json = JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8')) as TokenizerJson
    change(json)
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json))
    await writeFile(join(folder, 'tokenizer_config.json'), generic)
    return openTokenizer(folder)
  }
})

test('truncation and padding that tokenizer.json asks for are not applied', async () => {
  const changed = await openChanged((json) => {
    json.truncation = { direction: 'Right', max_length: 4, strategy: 'LongestFirst', stride: 0 }
    json.padding = { strategy: { Fixed: 64 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' }
  })
  const text = 'this movie was good and bad and long'
  expect(changed.encode(text, 256)).toEqual(tokenizer.encode(text, 256))
})

test('the digest depends on what the ids depend on', async () => {
  expect(tokenizer.digest).toMatch(/^[0-9a-f]{64}$/)
  const lower = await openChanged((json) => (json.normalizer = null))
  expect(lower.digest).not.toBe(tokenizer.digest)

  const folder = await makeTinyModel({ family: 'bert' })
  expect((await openTokenizer(folder)).digest).toBe(tokenizer.digest)
  await writeFile(join(folder, 'tokenizer_config.json'), '{"model_max_length":99}')
  expect((await openTokenizer(folder)).digest).toBe(tokenizer.digest)
  await writeFile(join(folder, 'tokenizer_config.json'), '{"remove_space":true}')
  expect((await openTokenizer(folder)).digest).toBe(tokenizer.digest)
  for (const setting of ['"do_lower_case":false', '"truncation_side":"left"']) {
    await writeFile(join(folder, 'tokenizer_config.json'), `{${setting}}`)
    expect((await openTokenizer(folder)).digest).not.toBe(tokenizer.digest)
  }
})

test.each<[string, (json: TokenizerJson) => unknown, string]>([
  [
    'an id beyond vocab_size',
    (json) => (json.model.vocab.zzz = 8192),
    'zzz with the id 8192, but vocab_size in config.json is 8192',
  ],
  [
    'an added token beyond it',
    (json) => json.added_tokens?.push({ id: 9000, content: '[NEW]' }),
    '[NEW] with the id 8192',
  ],
  ['a fractional id', (json) => (json.model.vocab.the = 1.5), 'the with the id 1.5'],
  ['a negative id', (json) => (json.model.vocab.the = -1), 'the with the id -1'],
  ['an id of 4 thousand millions', (json) => (json.model.vocab.the = 4e9), 'the with the id 4000000000'],
  ['a vocabulary of another model', (json) => keepIds(json, 4096), 'tokens, but vocab_size in config.json is 8192'],
  ['another kind of tokenizer', (json) => (json.model.type = 'Unigram'), 'model.type: supported are WordPiece and BPE'],
  ['a kind that is a prototype’s name', (json) => (json.model.type = '__proto__'), 'model.type: supported are'],
  ['no added tokens', (json) => (json.added_tokens = undefined), 'added_tokens'],
  ['no [CLS] and [SEP]', (json) => (json.post_processor = null), 'does not put one token before a text'],
  ['no unknown token', (json) => (json.model.unk_token = '[WHAT]'), 'unknown token [WHAT] is not in its vocabulary'],
  ['a normalizer that is not known', (json) => (json.normalizer = { type: 'Magic' }), 'Magic'],
])('%s is refused by name', async (_, change, words) => {
  await expect(openChanged(change)).rejects.toMatchObject({
    code: 'model',
    message: expect.stringMatching(/tokenizer\.json cannot be used: .* Choose another model\.$/),
  })
  await expect(openChanged(change)).rejects.toThrow(words)
})

test('a vocabulary that is padded to a round number is that of the model', async () => {
  const padded = await openChanged((json) => keepIds(json, 8192 - 100))
  expect(padded.encode('the', 8).fullLength).toBe(3)
})

test('a tokenizer that is no JSON is refused', async () => {
  const folder = await makeTinyModel({ family: 'distilbert' })
  await writeFile(join(folder, 'tokenizer.json'), '{')
  await expect(openTokenizer(folder)).rejects.toMatchObject({ code: 'model' })
  await writeFile(join(folder, 'tokenizer.json'), '[]')
  await expect(openTokenizer(folder)).rejects.toMatchObject({ code: 'model' })
})

test('a maximum length beyond the model’s is a mistake of use that names both', async () => {
  const model = await openModelFolder(await makeTinyModel({ family: 'bert' }))
  await model.close()
  const { config } = model
  expect(() => checkMaxLength(config, 512)).not.toThrow()
  expect(() => checkMaxLength(config, 513)).toThrow(
    'Setting maxLength is 513, but this model reads at most 512 tokens. Set it to 512 or less.',
  )
})

function keepIds(json: TokenizerJson, count: number): void {
  const vocab = Object.entries(json.model.vocab)
  json.model.vocab = Object.fromEntries(vocab.filter(([, id]) => id < count))
}

async function openTokenizer(folder: string): Promise<TextTokenizer> {
  const model = await openModelFolder(folder)
  try {
    return TextTokenizer.open(model)
  } finally {
    await model.close()
  }
}

async function openChanged(change: (json: TokenizerJson) => unknown): Promise<TextTokenizer> {
  const json = structuredClone(original)
  change(json)
  const folder = await makeTinyModel({ family: 'distilbert' })
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json))
  await writeFile(join(folder, 'tokenizer_config.json'), generic)
  return await openTokenizer(folder)
}
