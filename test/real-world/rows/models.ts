import type { Case, Predicting } from '../case.ts'
import { fourTexts } from '../play/perform.ts'
import type { ModelName } from '../play/models.ts'

// Of fourTexts: the base as transformers 5.24 answers, and what changes where a folder says something else.
const base = [0.045417, 0.842219, 0.743498, 0.07831]
const cased = [0.051435, 0.463775, 0.530972, 0.043675]
const keptAccents = [0.045417, 0.842219, 0.077321, 0.07831]
const tanh = [0.045402, 0.84203, 0.743317, 0.078296]
const silu = [0.045465, 0.707884, 0.655583, 0.080296]

const asks = (id: string, model: ModelName, what: string, right: Predicting['right']): Case => {
  return { id, what, does: 'predict', model, texts: fourTexts, right }
}
const likeBase = (id: string, model: ModelName, what: string) => asks(id, model, what, { probs: base })

/** How model folders are written by others than ourselves. */
export const models: readonly Case[] = [
  likeBase('K0', 'base', 'the model that the others are made of'),
  likeBase('K1', 'vocabOnly', 'vocab.txt without tokenizer.json'),
  asks('K2a', 'cased', 'tokenizer_config.json that contradicts lowercase', { probs: cased }),
  {
    id: 'K2a, exported',
    what: 'the same after an export',
    does: 'export',
    model: 'cased',
    out: 'export',
    right: { probs: cased },
  },
  asks('K2c', 'keptAccents', 'tokenizer_config.json that keeps accents', { probs: keptAccents }),
  likeBase('K3', 'sharded', 'weights in three files with an index'),
  asks('K4a', 'bfloat16', 'weights in bfloat16', { answers: 4 }),
  asks('K4b', 'float16', 'weights in float16', { answers: 4 }),
  asks('K4c', 'float64', 'weights in float64', [{ probs: base }, { refused: /F64/ }]),
  asks('K4d', 'notANumber', 'a weight that is not a number', { refused: /damaged|not a number|NaN/i }),
  asks('K5a', 'labelsFromOne', 'labels numbered 1 and 2', [{ probs: base }, { refused: /id2label/ }]),
  {
    id: 'K5a, new head',
    what: 'labels numbered 1 and 2, which a new head does not need',
    does: 'finetune',
    model: 'labelsFromOne',
    input: 'J5_four_rows/four.csv',
    settings: { head: 'new' },
    right: { labels: ['neg', 'pos'] },
  },
  asks('K5b', 'labelsOfFive', 'five labels and a head of two', { refused: /label|classifier/i }),
  likeBase('K5c', 'nullProblem', 'settings that are null'),
  asks('K5e', 'regression', 'a head of one number', { refused: /regression/i }),
  asks('K5f', 'multiLabel', 'a head whose labels do not exclude one another', { refused: /several labels at once/ }),
  likeBase('K6', 'positionIds', 'a buffer of position_ids beside the weights'),
  asks('K7', 'sentenceTransformer', 'modules.json and 0_Transformer', [{ probs: base }, { refused: /0_Transformer/ }]),
  asks('K8', 'pointer', 'a pointer of Git LFS instead of weights', { refused: /LFS/ }),
  {
    id: 'K9',
    what: 'a masked language model with a tied decoder',
    does: 'finetune',
    model: 'maskedLanguageModel',
    input: 'J5_four_rows/four.csv',
    right: { labels: ['neg', 'pos'] },
  },
  ...(['dataParallel', 'compiled', 'wrapped'] as const).map((model, i) =>
    asks(`K10${'abc'[i]}`, model, `names of weights of ${model}`, [
      { probs: base },
      { refused: /bert|tensor|weight/i },
    ]),
  ),
  asks('K11a', 'geluNew', 'the activation gelu_new', { probs: tanh }),
  asks('K11b', 'geluTanh', 'the activation gelu_pytorch_tanh', { probs: tanh }),
  asks('K11c', 'silu', 'the activation silu', [{ probs: silu }, { refused: /silu/ }]),
  likeBase('K12', 'gammaAndBeta', 'norms by the names gamma and beta'),
  likeBase('K13', 'bakedPadding', 'padding and truncation in tokenizer.json'),
  {
    id: 'K14',
    what: 'a token that was added beyond the vocabulary',
    does: 'predict',
    model: 'addedTokens',
    texts: ['A lovely <url>, bright and warm'],
    right: { probs: base.slice(0, 1) },
  },
  asks('K15', 'noModelType', 'no model_type', { refused: /model_type/ }),
  likeBase('K16', 'oddFolder', 'a folder named "100% bert 😀 #1"'),
  likeBase('K18', 'base', 'no __metadata__ in the weights'),
  asks('K19', 'pytorch', 'pytorch_model.bin alone', { refused: /safetensors/ }),
  {
    id: 'K20b',
    what: 'a classifier with other names of labels',
    does: 'finetune',
    model: 'otherNames',
    input: 'J5_four_rows/four.csv',
    right: { labels: ['neg', 'pos'] },
  },
  likeBase('K21a', 'onnx', 'an ONNX file of others, with token_type_ids'),
  {
    id: 'K21a, measured',
    what: 'figures of an ONNX file of others',
    does: 'evaluate',
    model: 'onnx',
    input: 'J2_evaluate_subsets/only_pos.csv',
    right: { examples: 30 },
  },
]
