import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wordPieceSplitter } from '../../../../src/main/trainer/tokens/word-pieces.ts'

const splitter = (vocab: string[], maxWordLength = 100) =>
  wordPieceSplitter({ vocab: new Set(vocab), unknown: '[UNK]', prefix: '##', maxWordLength })

test('the longest piece is taken from the left', () => {
  const split = splitter(['un', 'unaff', '##aff', '##able', '##a', '##ff'])
  expect(split(['unaffable', 'un', 'unaffa'])).toEqual(['unaff', '##able', 'un', 'unaff', '##a'])
})

test('a word that leaves a rest is unknown as a whole', () => {
  expect(splitter(['un', '##a'])(['una', 'unb', 'b'])).toEqual(['un', '##a', '[UNK]', '[UNK]'])
})

test('a word is too long by its characters, not by its UTF-16 units', () => {
  const split = splitter(['😀', '##😀', 'a', '##a'], 3)
  expect(split(['😀😀😀', '😀😀😀😀', 'aaaa'])).toEqual(['😀', '##😀', '##😀', '[UNK]', '[UNK]'])
})

test('pieces are those of the library, for any words', () => {
  const json: unknown = JSON.parse(readFileSync(join(import.meta.dirname, tokenizerPath), 'utf8'))
  const { model } = new Tokenizer(json as object, {})
  if (model === null) throw new Error('no model')
  const ours = wordPieceSplitter({ vocab: model.tokens_to_ids, unknown: '[UNK]', prefix: '##', maxWordLength: 100 })
  const piece = fc.constantFrom(...[...model.tokens_to_ids.keys()].map((token) => token.replace('##', '')))
  const word = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }),
    fc.array(piece, { minLength: 1, maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.string({ unit: fc.constantFrom('a', 'b', 'e', 't', '😀', 'é'), minLength: 1, maxLength: 110 }),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      expect(ours(words)).toEqual(model.encode(words))
    }),
    { numRuns: 300 },
  )
})

const tokenizerPath = '../../../../resources/models/tiny-distilbert-reviews/tokenizer.json'
