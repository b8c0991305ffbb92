import { appendFile, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundledModel } from '../../../src/main/host/paths.ts'
import {
  areDigestsDamaged,
  changedFiles,
  digestsFile,
  keepDigests,
  readDigests,
  replaceFile,
} from '../../../src/main/run-files/model-digests.ts'
import { openModelFolder } from '../../../src/main/trainer/model/model-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function vouchedModel(): Promise<string> {
  const folder = join(await temporaryFolder(), 'model')
  await cp(bundledModel(), folder, { recursive: true })
  await keepDigests(folder)
  return folder
}

test('A model folder is opened as long as it is what was written', async () => {
  const folder = await vouchedModel()
  await (await openModelFolder(folder)).close()
  expect([...(await readDigests(folder)).keys()]).toEqual(expect.arrayContaining(['config.json', 'model.safetensors']))
})

test.each(['model.safetensors', 'tokenizer.json', 'vocab.txt'])(
  'A flipped bit in %s is refused with what to do',
  async (name) => {
    const folder = await vouchedModel()
    const bytes = await readFile(join(folder, name))
    const place = bytes.length - 100
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
    await writeFile(join(folder, name), bytes)
    await expect(openModelFolder(folder)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringMatching(/is damaged or was changed.*delete SHA256SUMS/),
    })
  },
)

test('A file that is gone is missed, and one that was added is not', async () => {
  const folder = await vouchedModel()
  await writeFile(join(folder, 'special_tokens_map.json'), '{}')
  await (await openModelFolder(folder)).close()
  await rm(join(folder, 'tokenizer_config.json'))
  await expect(openModelFolder(folder)).rejects.toThrow(/tokenizer_config\.json is damaged/)
})

test('A file that Lastlayer replaces is vouched for anew, and a later change of it is seen', async () => {
  const folder = await vouchedModel()
  const config = await readFile(join(folder, 'config.json'), 'utf8')
  await replaceFile(folder, 'config.json', `${config}\n`)
  expect(await changedFiles(folder, ['config.json'])).toEqual([])
  await (await openModelFolder(folder)).close()
  await appendFile(join(folder, 'config.json'), ' ')
  expect(await changedFiles(folder, ['config.json', 'vocab.txt'])).toEqual(['config.json'])
})

test('A changed digest is a changed file; what is no digest counts for nothing', async () => {
  const folder = await vouchedModel()
  const path = join(folder, 'SHA256SUMS')
  const lines = await readFile(path, 'utf8')
  await writeFile(path, lines.replace(/^[0-9a-f]{2}/, 'zz'))
  await (await openModelFolder(folder)).close()
  await writeFile(path, lines.replace(/^[0-9a-f]{64}(?= {2}config)/m, '0'.repeat(64)))
  await expect(openModelFolder(folder)).rejects.toThrow(/config\.json is damaged/)
})

test('A folder without digests is taken as it is', async () => {
  expect(await readDigests(bundledModel())).toEqual(new Map())
})

test('Digests of which some are lost are known to be damaged', async () => {
  const folder = await temporaryFolder()
  expect(await areDigestsDamaged(folder)).toBe(false)
  await writeFile(join(folder, 'config.json'), '{}')
  await writeFile(join(folder, 'vocab.txt'), 'a')
  await keepDigests(folder)
  expect(await areDigestsDamaged(folder)).toBe(false)
  const kept = await readFile(join(folder, digestsFile), 'utf8')
  for (const length of [0, 23, 90, kept.length - 1]) {
    await writeFile(join(folder, digestsFile), kept.slice(0, length))
    expect(await areDigestsDamaged(folder), String(length)).toBe(true)
  }
})
