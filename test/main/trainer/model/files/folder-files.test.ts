import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openModelFolder } from '../../../../../src/main/trainer/model/model-folder.ts'
import { makeTinyModel, temporaryFolder } from '../../../../support/tiny-model.ts'

test('a folder that is none, or lacks a file, is refused with what to do', async () => {
  const folder = await temporaryFolder()
  await expectRefusal(join(folder, 'none'), 'There is no model folder', 'Choose')
  await expectRefusal(folder, 'has no config.json', 'Choose')
  await writeFile(join(folder, 'file'), '')
  await expectRefusal(join(folder, 'file'), 'There is no model folder')
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    const model = await makeTinyModel({ family: 'bert' })
    await rm(join(model, name))
    await rm(join(model, 'vocab.txt'))
    await expectRefusal(model, `${model} has no ${name}`, 'Choose')
  }
})

test('a config that is no JSON, a folder or not UTF-8 is refused', async () => {
  const folder = await makeTinyModel({ family: 'bert' })
  const config = join(folder, 'config.json')
  await writeFile(config, '{"model_type":')
  await expectRefusal(folder, `${config} is not valid JSON`)
  await writeFile(config, Buffer.from([0xff, 0xfe, 0x00]))
  await expectRefusal(folder, `${config} is not valid JSON`)
  await rm(config)
  await mkdir(config)
  await expectRefusal(folder, `${config} is not a file`)
})

test('pickled weights are not opened', async () => {
  const folder = await makeTinyModel({ family: 'bert' })
  await rename(join(folder, 'model.safetensors'), join(folder, 'pytorch_model.bin'))
  await expectRefusal(folder, 'Pickled files can run code', 'convert it to model.safetensors')
})

// Windows lets only administrators make links.
test.skipIf(process.platform === 'win32')(
  'a link out of the folder is refused, whatever file it stands for',
  async () => {
    for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
      const folder = await makeTinyModel({ family: 'bert' })
      const outside = join(await temporaryFolder(), name)
      await rename(join(folder, name), outside)
      await symlink(outside, join(folder, name))
      await expectRefusal(folder, `${join(folder, name)} is a link out of its folder`)
    }
  },
)

test.skipIf(process.platform === 'win32')(
  'a snapshot in a Hugging Face cache is read, by links to its blobs',
  async () => {
    const cache = await temporaryFolder()
    const repository = join(cache, 'models--some--bert')
    const snapshot = join(repository, 'snapshots', 'abc123')
    await mkdir(join(repository, 'blobs'), { recursive: true })
    await mkdir(snapshot, { recursive: true })
    const source = await makeTinyModel({ family: 'bert' })
    for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']) {
      await rename(join(source, name), join(repository, 'blobs', `hash-of-${name}`))
      await symlink(join('..', '..', 'blobs', `hash-of-${name}`), join(snapshot, name))
    }
    const model = await openModelFolder(snapshot)
    expect(model.config.family.name).toBe('bert')
    await model.close()
    // The folder of another model is not part of this one.
    await mkdir(join(cache, 'models--other'))
    await rename(join(repository, 'blobs', 'hash-of-config.json'), join(cache, 'models--other', 'config.json'))
    await rm(join(snapshot, 'config.json'))
    await symlink(join(cache, 'models--other', 'config.json'), join(snapshot, 'config.json'))
    await expectRefusal(snapshot, 'is a link out of its folder')
  },
)

async function expectRefusal(folder: string, ...words: string[]): Promise<void> {
  const error: unknown = await openModelFolder(folder).catch((error) => error)
  expect(error).toMatchObject({ code: 'model' })
  for (const part of words) expect((error as Error).message).toContain(part)
}
