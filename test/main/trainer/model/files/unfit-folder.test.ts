import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openModelFolder } from '../../../../../src/main/trainer/model/model-folder.ts'
import { makeTinyModel, temporaryFolder } from '../../../../support/tiny-model.ts'

test.each([
  ['pytorch_model.bin', 'Pickled files can run code'],
  ['pytorch_model-00001-of-00002.bin', 'Pickled files can run code'],
  ['model.pt', 'Pickled files can run code'],
  ['ggml-model-q4.GGUF', 'for llama.cpp'],
  ['tf_model.h5', 'for TensorFlow'],
  ['bert_model.ckpt.index', 'for TensorFlow'],
  ['flax_model.msgpack', 'for Flax'],
  ['model.fp16.safetensors', 'Rename it'],
])('a folder whose weights are %s says so, and what to do', async (name, words) => {
  const folder = await makeTinyModel({ family: 'bert' })
  await rename(join(folder, 'model.safetensors'), join(folder, name))
  await writeFile(join(folder, 'training_args.bin'), '')
  await expectRefusal(folder, name, words)
})

test('an adapter is named, with its base', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'adapter_config.json'), '{"base_model_name_or_path":"google-bert/bert-base-uncased"}')
  await writeFile(join(folder, 'adapter_model.safetensors'), '')
  await expectRefusal(folder, 'holds an adapter for google-bert/bert-base-uncased', 'merge_and_unload')
  await writeFile(join(folder, 'adapter_config.json'), '[7')
  await expectRefusal(folder, 'holds an adapter, not a whole model')
})

test('a folder around the model names the one within', async () => {
  const folder = await temporaryFolder()
  const model = await makeTinyModel({ family: 'bert' })
  await rename(model, join(folder, 'checkpoint-500'))
  await expectRefusal(folder, 'the folder checkpoint-500 in it does. Choose that one')
  await mkdir(join(folder, 'snapshots'))
  await rename(join(folder, 'checkpoint-500'), join(folder, 'snapshots', 'abc'))
  await expectRefusal(folder, join('snapshots', 'abc'))
})

test.each(['tokenizer.model', 'spiece.model', 'sentencepiece.bpe.model'])('%s alone is named', async (name) => {
  const folder = await makeTinyModel({ family: 'bert' })
  for (const name of ['tokenizer.json', 'vocab.txt']) await rm(join(folder, name))
  await writeFile(join(folder, name), '')
  await expectRefusal(folder, `has a SentencePiece tokenizer (${name})`)
})

async function expectRefusal(folder: string, ...words: string[]): Promise<void> {
  const error: unknown = await openModelFolder(folder).catch((error) => error)
  expect(error).toMatchObject({ code: 'model' })
  for (const part of words) expect((error as Error).message).toContain(part)
}
