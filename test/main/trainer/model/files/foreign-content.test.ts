import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openModelFolder } from '../../../../../src/main/trainer/model/model-folder.ts'
import { makeTinyModel } from '../../../../support/tiny-model.ts'

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 268\n`
const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors', 'vocab.txt']

test.each(names)('a Git LFS pointer in place of %s is named, and how to get the file', async (name) => {
  const folder = await makeTinyModel({ family: 'bert' })
  await writeFile(join(folder, name), pointer)
  await expectRefusal(folder, `${join(folder, name)} is a Git LFS pointer`, 'git lfs pull')
})

test('a pointer in place of the index of parts is named', async () => {
  const folder = await makeTinyModel({ family: 'bert' })
  await rm(join(folder, 'model.safetensors'))
  await writeFile(join(folder, 'model.safetensors.index.json'), pointer)
  await expectRefusal(folder, 'model.safetensors.index.json is a Git LFS pointer')
})

test.each([
  ['a web page', '\n<!DOCTYPE html><html><body>404</body></html>', 'is a web page'],
  ['another web page', '<html><head></head></html>', 'is a web page'],
  ['a zip file', 'PK\x03\x04 and more', 'is a zip file'],
  ['a pickled file', '\x80\x02}q\x00', 'is a pickled file'],
  ['a GGUF file', 'GGUF\x03\x00\x00\x00', 'is a GGUF file'],
  ['an HDF5 file', '\x89HDF\r\n\x1a\n', 'is an HDF5 file'],
])('%s in place of the weights is named', async (_, bytes, words) => {
  const folder = await makeTinyModel({ family: 'bert' })
  await writeFile(join(folder, 'model.safetensors'), Buffer.from(bytes, 'latin1'))
  await expectRefusal(folder, join(folder, 'model.safetensors'), words)
})

async function expectRefusal(folder: string, ...words: string[]): Promise<void> {
  const error: unknown = await openModelFolder(folder).catch((error) => error)
  expect(error).toMatchObject({ code: 'model' })
  for (const part of words) expect((error as Error).message).toContain(part)
}
