import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { encodeSafetensors, type StoredTensor } from '../../support/tiny-model.ts'
import { inputPath } from './lay-out.ts'
import { firstRow, shard, tensorsOf, toMaskedLanguageModel, withNumbers, withRowAgain } from './weights.ts'

/** A copy of the base, a BERT of two blocks of width 16 with 263 tokens that knows neg and pos, is changed so. */
type Change = (folder: string) => Promise<void>

const config = (change: (config: Record<string, unknown>) => void): Change => edit('config.json', change)
const tokenizerConfig =
  (settings: object): Change =>
  (folder) =>
    writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ tokenizer_class: 'BertTokenizer', ...settings }))

/** Another way to write what the base is, or a way in which models out there differ from it. */
const changes = {
  vocabOnly: (folder) => rm(join(folder, 'tokenizer.json')),
  cased: tokenizerConfig({ do_lower_case: false }),
  keptAccents: tokenizerConfig({ do_lower_case: true, strip_accents: false }),
  sharded: async (folder) => {
    const { files, index } = shard(await tensorsOf(folder), 3)
    await rm(join(folder, 'model.safetensors'))
    for (const [name, tensors] of files) await writeFile(join(folder, name), encodeSafetensors(tensors))
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(index))
  },
  bfloat16: tensors((all) => all.map((one) => withNumbers(one, 'BF16'))),
  float16: tensors((all) => all.map((one) => withNumbers(one, 'F16'))),
  float64: tensors((all) => all.map((one) => withNumbers(one, 'F64'))),
  notANumber: tensors((all) =>
    all.map((one) => (one.name === 'classifier.bias' ? withNumbers(one, 'F32', () => NaN) : one)),
  ),
  labelsFromOne: config((json) => Object.assign(json, { id2label: { 1: 'neg', 2: 'pos' }, label2id: undefined })),
  labelsOfFive: config((json) => {
    json.id2label = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [i, `LABEL_${i}`]))
  }),
  nullProblem: config((json) => Object.assign(json, { problem_type: null, num_labels: null })),
  multiLabel: config((json) => Object.assign(json, { problem_type: 'multi_label_classification' })),
  regression: async (folder) => {
    await config((json) => Object.assign(json, { id2label: { 0: 'score' }, label2id: { score: 0 } }))(folder)
    await tensors((all) => all.map((one) => (/^classifier/.test(one.name) ? firstRow(one) : one)))(folder)
  },
  positionIds: tensors((all) => {
    const ids = Buffer.from(BigInt64Array.from({ length: 64 }, (_, i) => BigInt(i)).buffer)
    return [...all, { name: 'bert.embeddings.position_ids', dtype: 'I64', shape: [1, 64], bytes: ids }]
  }),
  sentenceTransformer: async (folder) => {
    const moved = `${folder}-0`
    await rename(folder, moved)
    await cp(moved, join(folder, '0_Transformer'), { recursive: true })
    await rm(moved, { recursive: true })
    const modules = [{ idx: 0, name: '0', path: '0_Transformer', type: 'sentence_transformers.models.Transformer' }]
    await writeFile(join(folder, 'modules.json'), JSON.stringify(modules))
  },
  pointer: (folder) =>
    writeFile(
      join(folder, 'model.safetensors'),
      `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 267954768\n`,
    ),
  maskedLanguageModel: async (folder) => {
    await config((json) => Object.assign(json, { architectures: ['BertForMaskedLM'] }))(folder)
    await tensors(toMaskedLanguageModel)(folder)
  },
  dataParallel: renamed((name) => `module.${name}`),
  compiled: renamed((name) => `_orig_mod.${name}`),
  wrapped: renamed((name) => `model.${name}`),
  geluNew: config((json) => Object.assign(json, { hidden_act: 'gelu_new' })),
  geluTanh: config((json) => Object.assign(json, { hidden_act: 'gelu_pytorch_tanh' })),
  silu: config((json) => Object.assign(json, { hidden_act: 'silu' })),
  gammaAndBeta: renamed((name) => name.replace('Norm.weight', 'Norm.gamma').replace('Norm.bias', 'Norm.beta')),
  bakedPadding: edit('tokenizer.json', (json) => {
    json.truncation = { direction: 'Right', max_length: 8, strategy: 'LongestFirst', stride: 0 }
    const pad = { pad_id: 0, pad_type_id: 0, pad_token: '[PAD]', pad_to_multiple_of: null }
    json.padding = { strategy: { Fixed: 8 }, direction: 'Right', ...pad }
  }),
  addedTokens: async (folder) => {
    await config((json) => Object.assign(json, { vocab_size: 264 }))(folder)
    await edit('tokenizer.json', (json) => {
      const flags = { single_word: false, lstrip: false, rstrip: false, normalized: true, special: false }
      json.added_tokens = [...(json.added_tokens as object[]), { id: 263, content: '<url>', ...flags }]
    })(folder)
    // The new token is a second lamp.
    await tensors((all) => all.map((one) => (/word_embeddings/.test(one.name) ? withRowAgain(one, lamp) : one)))(folder)
  },
  noModelType: config((json) => {
    delete json.model_type
    delete json.architectures
  }),
  oddFolder: async () => undefined,
  pytorch: async (folder) => {
    await rm(join(folder, 'model.safetensors'))
    const zip = Buffer.from('PK\u0003\u0004\u0000\u0000archive/data.pkl', 'latin1')
    await writeFile(join(folder, 'pytorch_model.bin'), Buffer.concat([zip, Buffer.alloc(500)]))
  },
  unnamed: config((json) => {
    delete json.id2label
    delete json.label2id
  }),
  otherNames: config((json) =>
    Object.assign(json, { id2label: { 0: 'NEGATIVE', 1: 'POSITIVE' }, label2id: undefined }),
  ),
  onnx: async (folder) => {
    await rm(join(folder, 'model.safetensors'))
    await cp(inputPath('K21_onnx_foreign/model.onnx'), join(folder, 'model.onnx'))
  },
} as const satisfies Readonly<Record<string, Change>>

export type ModelName = 'base' | keyof typeof changes

/** The id of a token of the base. */
const lamp = 7

/** The folder of a model; unless it is the base itself, it is gone when the present test ends. */
export async function modelFolder(name: ModelName): Promise<string> {
  if (name === 'base') return inputPath('K0_base')
  const folder = join(await temporaryFolder(), name === 'oddFolder' ? '100% bert 😀 #1' : 'model')
  await cp(inputPath('K0_base'), folder, { recursive: true })
  await changes[name](folder)
  return folder
}

function edit(file: string, change: (json: Record<string, unknown>) => void): Change {
  return async (folder) => {
    const json: Record<string, unknown> = JSON.parse(await readFile(join(folder, file), 'utf8'))
    change(json)
    await writeFile(join(folder, file), JSON.stringify(json))
  }
}

function tensors(change: (all: StoredTensor[]) => StoredTensor[]): Change {
  return async (folder) =>
    writeFile(join(folder, 'model.safetensors'), encodeSafetensors(change(await tensorsOf(folder))))
}

function renamed(change: (name: string) => string): Change {
  return tensors((all) => all.map((one) => ({ ...one, name: change(one.name) })))
}
