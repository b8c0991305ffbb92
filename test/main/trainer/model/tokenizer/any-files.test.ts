import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTokenizer } from '../../../../../src/main/trainer/model/tokenizer/tokenizer-file.ts'
import { wordPieces } from '../../../../../src/main/trainer/model/tokenizer/vocabulary.ts'
import { TextTokenizer } from '../../../../../src/main/trainer/tokens/tokenizer.ts'
import { LastlayerError } from '../../../../../src/shared/errors.ts'
import { changed, placeOf } from '../../../../support/readings.ts'

const settings = ['tokenizer_class', 'do_lower_case', 'strip_accents', 'cls_token', 'unk_token', 'added_tokens_decoder', 'extra_special_tokens', 'model_max_length', 'own_token', '__proto__'] // prettier-ignore
const names = fc.constantFrom('tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json')
const content = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...settings), fc.jsonValue()))

test('any files beside a vocabulary are a tokenizer or a LastlayerError', () => {
  fc.assert(
    fc.property(
      fc.dictionary(names, content),
      fc.constantFrom('bert', 'roberta'),
      fc.boolean(),
      (files, base, isOld) => {
        const texts = Object.fromEntries(Object.entries(files).map(([name, json]) => [name, JSON.stringify(json)]))
        try {
          const place = placeOf(changed(base, { ...texts, ...(isOld ? { 'tokenizer.json': null } : {}) }))
          const whole = readTokenizer(place)
          expect(readTokenizer(placeOf(changed(base, { ...texts, 'tokenizer.json': { ...whole } })))).toEqual(whole)
          expect(TextTokenizer.open(place).encode('Good food', 16).ids.length).toBeGreaterThan(2)
        } catch (error) {
          expect(error).toBeInstanceOf(LastlayerError)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('any bytes of a vocabulary and merges are a tokenizer or a LastlayerError', () => {
  const bytes = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '#version', '{}')).map((parts) => parts.join(''))) // prettier-ignore
  fc.assert(
    fc.property(bytes, fc.constantFrom('vocab.txt', 'vocab.json', 'merges.txt'), (text, name) => {
      const base = name === 'vocab.txt' ? 'bert' : 'roberta'
      try {
        TextTokenizer.open(placeOf(changed(base, { 'tokenizer.json': null, [name]: text })))
      } catch (error) {
        expect(error).toBeInstanceOf(LastlayerError)
      }
    }),
  )
})

test('a line is a token, whatever ends it, and of two alike the last counts', () => {
  expect(wordPieces(Buffer.from('a\nb \r\n\u3000c\n__proto__\na\n'))).toEqual(
    Object.fromEntries([['a', 4], ['b', 1], ['\u3000c', 2], ['__proto__', 3]]), // prettier-ignore
  )
  expect(() => wordPieces(Buffer.from([0xff, 0xfe]))).toThrow()
})

test.each([
  [
    'bert',
    { 'tokenizer.json': null, 'vocab.txt': null },
    /has no tokenizer\.json or vocab\.txt, which its tokenizer, Bert/,
  ],
  ['roberta', { 'tokenizer.json': null, 'merges.txt': null }, /has no tokenizer\.json, or vocab\.json and merges\.txt/],
  ['bert', { 'tokenizer.json': null, 'tokenizer_config.json': { tokenizer_class: 'BertJapaneseTokenizer' } }, /its tokenizer, BertJapaneseTokenizer, is read from\. Load it in Python/], // prettier-ignore
  ['bert', { 'tokenizer_config.json': { tokenizer_class: 'RobertaTokenizer' } }, /model\.type is "WordPiece", but .* RobertaTokenizer, which is BPE/], // prettier-ignore
  ['bert', { 'tokenizer_config.json': { do_lower_case: 'false' } }, /tokenizer_config\.json cannot be used: do_lower_case/], // prettier-ignore
  [
    'roberta',
    { 'tokenizer.json': null, 'merges.txt': 'a b c\n' },
    /merges\.txt has the line "a b c", which is no pair/,
  ],
])('%s with %j is refused with its reason', (base, files, words) => {
  expect(() => readTokenizer(placeOf(changed(base, files)))).toThrow(words)
})
