import { expect, test } from 'vitest'
import { bert } from '../../../../../src/main/trainer/model/families/bert.ts'
import { distilbert } from '../../../../../src/main/trainer/model/families/distilbert.ts'
import { canonicalName } from '../../../../../src/main/trainer/model/families/names.ts'
import { roberta } from '../../../../../src/main/trainer/model/families/roberta.ts'

test('the names of DistilBERT are those that Python writes', () => {
  expect(distilbert.block(3).query.weight).toBe('distilbert.transformer.layer.3.attention.q_lin.weight')
  expect(distilbert.block(0).attentionNorm.bias).toBe('distilbert.transformer.layer.0.sa_layer_norm.bias')
  expect(distilbert.embeddings.types).toBeNull()
  expect(distilbert.head.dense).toEqual({ weight: 'pre_classifier.weight', bias: 'pre_classifier.bias' })
})

test('the names of BERT are those that Python writes', () => {
  expect(bert.block(11).attentionOutput.weight).toBe('bert.encoder.layer.11.attention.output.dense.weight')
  expect(bert.block(0).outputNorm.bias).toBe('bert.encoder.layer.0.output.LayerNorm.bias')
  expect(bert.embeddings.types).toBe('bert.embeddings.token_type_embeddings.weight')
  expect(bert.head.dense.weight).toBe('bert.pooler.dense.weight')
})

test('the names of RoBERTa are those that Python writes', () => {
  expect(roberta.block(5).query.bias).toBe('roberta.encoder.layer.5.attention.self.query.bias')
  expect(roberta.embeddings.types).toBe('roberta.embeddings.token_type_embeddings.weight')
  expect(roberta.head.dense.weight).toBe('classifier.dense.weight')
  expect(roberta.head.classifier.bias).toBe('classifier.out_proj.bias')
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
  expect(canonicalName({ bert, distilbert, roberta }[family], name)).toBe(canonical)
})
