import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConfig } from '../../../../../src/main/trainer/model/families/config.ts'
import { LastlayerError } from '../../../../../src/shared/errors.ts'

const file = '/models/some/config.json'

test('a config that leaves everything out is that of the base model, as in Python', () => {
  const base = { dim: 768, heads: 12, hiddenDim: 3072, vocabSize: 30_522, positions: 512, layerNormEps: 1e-12 }
  const rates = { hiddenDropout: 0.1, attentionDropout: 0.1, activation: 'gelu', padTokenId: 0, labels: null }
  expect(parseConfig({ model_type: 'distilbert' }, file)).toMatchObject({
    ...{ ...base, ...rates, family: { name: 'distilbert' } },
    ...{ blocks: 6, typeVocab: 0, headDropout: 0.2 },
  })
  expect(parseConfig({ model_type: 'bert' }, file)).toMatchObject({
    ...{ ...base, ...rates, family: { name: 'bert' } },
    ...{ blocks: 12, typeVocab: 2, headDropout: 0.1 },
  })
  expect(parseConfig({ model_type: 'roberta' }, file)).toMatchObject({
    ...{ ...base, ...rates, family: { name: 'roberta' }, vocabSize: 50_265, padTokenId: 1 },
    ...{ blocks: 12, typeVocab: 2, headDropout: 0.1, positions: 510, firstPosition: 2 },
  })
})

test('the first position of RoBERTa follows its padding token', () => {
  const roberta = { model_type: 'roberta', max_position_embeddings: 514 }
  expect(parseConfig(roberta, file)).toMatchObject({ positions: 512, firstPosition: 2 })
  expect(parseConfig({ ...roberta, pad_token_id: 5 }, file)).toMatchObject({ positions: 508, firstPosition: 6 })
})

test('classifier_dropout stands before hidden_dropout_prob', () => {
  const bert = { model_type: 'bert', hidden_dropout_prob: 0.3 }
  expect(parseConfig(bert, file).headDropout).toBe(0.3)
  expect(parseConfig({ ...bert, classifier_dropout: null }, file).headDropout).toBe(0.3)
  expect(parseConfig({ ...bert, classifier_dropout: 0 }, file).headDropout).toBe(0)
})

test('the labels of a classifier come in the order of their numbers', () => {
  const labels = Array.from({ length: 12 }, (_, i) => `label ${i}`)
  const id2label = Object.fromEntries(labels.map((label, i) => [String(i), label]).reverse())
  expect(parseConfig({ ...classifier, id2label }, file).labels).toEqual(labels)
})

test('the whole config is kept for writing it back', () => {
  const json = { model_type: 'bert', initializer_range: 0.02, nested: { a: [1, null] } }
  expect(parseConfig(json, file).raw).toEqual(json)
})

const classifier = { model_type: 'distilbert', architectures: ['DistilBertForSequenceClassification'] }

test.each([
  ['another type', { model_type: 'xlnet' }, 'model_type is "xlnet"; supported are distilbert, bert, roberta'],
  ['a prototype’s name as type', { model_type: 'toString' }, 'model_type is "toString"'],
  ['no room for a text', { model_type: 'roberta', max_position_embeddings: 3 }, 'leaves no room for a text'],
  ['no model type', {}, 'model_type'],
  ['no object', [], 'expected record'],
  ['remote code', { model_type: 'bert', auto_map: { AutoModel: 'x.Y' } }, 'auto_map'],
  ['a width that heads do not divide', { model_type: 'bert', hidden_size: 100 }, '100 is not a multiple of its 12'],
  ['no heads', { model_type: 'distilbert', n_heads: 0 }, 'n_heads'],
  ['a width beyond all bounds', { model_type: 'distilbert', dim: 1e9 }, 'dim'],
  ['half a block', { model_type: 'distilbert', n_layers: 1.5 }, 'n_layers'],
  ['a text as number', { model_type: 'distilbert', dim: '768' }, 'dim'],
  ['a dropout of 1', { model_type: 'distilbert', dropout: 1 }, 'dropout'],
  [
    'another activation',
    { model_type: 'bert', hidden_act: 'mish' },
    'hidden_act: "mish" is not supported; supported are gelu, ',
  ],
  ['relative positions', { model_type: 'bert', position_embedding_type: 'relative_key' }, 'position_embedding_type'],
  ['a decoder', { model_type: 'bert', is_decoder: true }, 'is_decoder'],
  ['cross attention', { model_type: 'bert', add_cross_attention: true }, 'add_cross_attention'],
])('%s is refused by name', (_, json, words) => {
  const error = errorOf(json)
  expect(error.code).toBe('model')
  expect(error.message).toContain(file)
  expect(error.message).toContain(words)
})

test('any JSON is a usable config or a LastlayerError', () => {
  const fields = ['model_type', 'dim', 'n_heads', 'hidden_size', 'id2label', 'architectures', 'auto_map', 'dropout']
  const anyConfig = fc.dictionary(fc.constantFrom(...fields, '__proto__'), fc.jsonValue())
  fc.assert(
    fc.property(anyConfig, fc.constantFrom('bert', 'distilbert'), fc.boolean(), (json, type, typed) => {
      try {
        const config = parseConfig(typed ? { ...json, model_type: type } : json, file)
        expect(config.dim % config.heads).toBe(0)
      } catch (error) {
        expect(error).toBeInstanceOf(LastlayerError)
      }
    }),
    { numRuns: 500 },
  )
})

function errorOf(json: unknown): LastlayerError {
  try {
    parseConfig(json, file)
  } catch (error) {
    if (error instanceof LastlayerError) return error
    throw error
  }
  throw new Error('it was accepted')
}
