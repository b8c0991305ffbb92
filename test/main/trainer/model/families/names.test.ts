import { expect, test } from 'vitest'
import {
  blockNames,
  canonicalName,
  embeddingNames,
  headNames,
} from '../../../../../src/main/trainer/model/families/names.ts'

test('the names of DistilBERT are those that Python writes', () => {
  expect(blockNames('distilbert', 3).query.weight).toBe('distilbert.transformer.layer.3.attention.q_lin.weight')
  expect(blockNames('distilbert', 0).attentionNorm.bias).toBe('distilbert.transformer.layer.0.sa_layer_norm.bias')
  expect(embeddingNames('distilbert').types).toBeNull()
  expect(headNames('distilbert').dense).toEqual({ weight: 'pre_classifier.weight', bias: 'pre_classifier.bias' })
})

test('the names of BERT are those that Python writes', () => {
  expect(blockNames('bert', 11).attentionOutput.weight).toBe('bert.encoder.layer.11.attention.output.dense.weight')
  expect(blockNames('bert', 0).outputNorm.bias).toBe('bert.encoder.layer.0.output.LayerNorm.bias')
  expect(embeddingNames('bert').types).toBe('bert.embeddings.token_type_embeddings.weight')
  expect(headNames('bert').dense.weight).toBe('bert.pooler.dense.weight')
})

test('the names of RoBERTa are those that Python writes', () => {
  expect(blockNames('roberta', 5).query.bias).toBe('roberta.encoder.layer.5.attention.self.query.bias')
  expect(embeddingNames('roberta').types).toBe('roberta.embeddings.token_type_embeddings.weight')
  expect(headNames('roberta').dense.weight).toBe('classifier.dense.weight')
  expect(headNames('roberta').classifier.bias).toBe('classifier.out_proj.bias')
})

test.each([
  ['bert', 'bert.embeddings.LayerNorm.gamma', 'bert.embeddings.LayerNorm.weight'],
  ['bert', 'embeddings.LayerNorm.beta', 'bert.embeddings.LayerNorm.bias'],
  ['bert', 'encoder.layer.0.output.dense.bias', 'bert.encoder.layer.0.output.dense.bias'],
  ['bert', 'pooler.dense.weight', 'bert.pooler.dense.weight'],
  ['distilbert', 'transformer.layer.1.sa_layer_norm.weight', 'distilbert.transformer.layer.1.sa_layer_norm.weight'],
  ['distilbert', 'embeddings.word_embeddings.weight', 'distilbert.embeddings.word_embeddings.weight'],
  ['distilbert', 'distilbert.embeddings.LayerNorm.bias', 'distilbert.embeddings.LayerNorm.bias'],
  ['distilbert', 'classifier.weight', 'classifier.weight'],
  ['roberta', 'encoder.layer.0.output.dense.bias', 'roberta.encoder.layer.0.output.dense.bias'],
  ['roberta', 'lm_head.dense.weight', 'lm_head.dense.weight'],
  ['bert', 'cls.predictions.bias', 'cls.predictions.bias'],
] as const)('%s: %s is %s', (family, name, canonical) => {
  expect(canonicalName(family, name)).toBe(canonical)
})
