import { bertArchitecture, bertBlock, bertConfig, bertEmbeddings } from './bert.ts'
import { affine, fields, type Family } from './family.ts'

const config = bertConfig.extend({
  vocab_size: fields.vocabSize.default(50_265),
  pad_token_id: fields.padTokenId.default(1),
})

/** RoBERTa: BERT whose positions count from the padding token's id + 1, with a head of its own. */
export const roberta: Family = {
  name: 'roberta',
  className: 'Roberta',
  prefix: 'roberta',
  bareParts: ['embeddings', 'encoder', 'pooler'],
  architecture: config.transform((config) => bertArchitecture(config, config.pad_token_id + 1)),
  dropsAttentionOutput: true,
  embeddings: bertEmbeddings('roberta'),
  block: (index) => bertBlock('roberta', index),
  head: {
    dense: affine('classifier.dense'),
    classifier: affine('classifier.out_proj'),
    activation: 'tanh',
    dropsInput: true,
    isDensePretrained: false,
  },
}
