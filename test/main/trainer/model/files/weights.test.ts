import fc from 'fast-check'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderIdentity } from '../../../../../src/main/trainer/model/files/identity.ts'
import { openModelFolder } from '../../../../../src/main/trainer/model/model-folder.ts'
import { LastlayerError } from '../../../../../src/shared/errors.ts'
import { deal, indexOf, writeParts } from '../../../../support/shards.ts'
import { encodeSafetensors, makeTinyModel, randomTensors, temporaryFolder } from '../../../../support/tiny-model.ts'

const tensors = randomTensors({ family: 'bert' })
const names = tensors.map(({ name }) => name)
const parts = deal(tensors, 3)
const [first, second] = Object.keys(parts)
const indexName = 'model.safetensors.index.json'

test('weights in parts are the weights in one file', async () => {
  const whole = await openModelFolder(await makeTinyModel({ family: 'bert' }))
  const cut = await openModelFolder(await writeParts(await makeTinyModel({ family: 'bert' }), parts))
  expect(await cut.digest(names)).toBe(await whole.digest(names))
  for (const name of names) expect(await cut.read(name)).toEqual(await whole.read(name))
  await Promise.all([whole.close(), cut.close()])
})

test('pinned parts stay as they were, whatever becomes of their folder', async () => {
  const folder = await writeParts(await makeTinyModel({ family: 'bert' }), parts)
  const model = await openModelFolder(folder)
  const digest = await model.digest(names)
  const place = await temporaryFolder()
  const pinned = await model.pin(place)
  await model.close()
  await writeFile(join(folder, first), 'something else')
  expect(await pinned.digest(names)).toBe(digest)
  await pinned.close()
  const again = await openModelFolder(place)
  expect(await again.digest(names)).toBe(digest)
  await again.close()
})

test('one file goes before parts', async () => {
  const folder = await makeTinyModel({ family: 'bert' })
  await writeFile(join(folder, indexName), '{}')
  await (await openModelFolder(folder)).close()
})

test('another part makes it another folder', async () => {
  const folder = await writeParts(await makeTinyModel({ family: 'bert' }), parts)
  const before = await folderIdentity(folder)
  expect(await folderIdentity(folder)).toBe(before)
  await rename(join(folder, second), join(folder, 'kept'))
  await writeFile(join(folder, second), 'something else')
  expect(await folderIdentity(folder)).not.toBe(before)
})

test.each<[string, (folder: string) => Promise<unknown>, string]>([
  [
    'a part that is not there',
    (folder) => rm(join(folder, second)),
    `the part ${second}, which it names, is not there`,
  ],
  ['a part of another model', (folder) => rename(join(folder, first), join(folder, second)).then(() => writeFile(join(folder, first), encodeSafetensors([]))), `the part ${first} lacks the tensor`], // prettier-ignore
  ['a part that is a folder', (folder) => rm(join(folder, first)).then(() => mkdir(join(folder, first))), first],
  ['an index without a map', (folder) => writeFile(join(folder, indexName), '{}'), 'has no weight_map'],
  ['an empty map', (folder) => writeIndex(folder, {}), 'its weight_map is empty'],
  ['a map of numbers', (folder) => writeIndex(folder, { a: 1 }), 'has no weight_map from tensors'],
  ['a tensor that no part has', (folder) => writeIndex(folder, { ...indexOf(parts), more: first }), `the part ${first} lacks the tensor more`], // prettier-ignore
  ['a path out of the folder', (folder) => writeIndex(folder, { a: '../model.safetensors' }), 'names the part "../model.safetensors"'], // prettier-ignore
  ['an absolute path', (folder) => writeIndex(folder, { a: '/etc/passwd' }), 'names the part "/etc/passwd"'],
  [
    'a Windows path',
    (folder) => writeIndex(folder, { a: 'C:\\model.safetensors' }),
    'no safetensors file of its folder',
  ],
  [
    'another kind of file',
    (folder) => writeIndex(folder, { a: 'pytorch_model.bin' }),
    'names the part "pytorch_model.bin"',
  ],
  ['parts without end', (folder) => writeIndex(folder, Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`t${i}`, `${i}.safetensors`]))), 'more than 256 parts'], // prettier-ignore
])('%s is refused by name', async (_, change, words) => {
  const folder = await writeParts(await makeTinyModel({ family: 'bert' }), parts)
  await change(folder)
  const error: unknown = await openModelFolder(folder).catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'model' })
  expect((error as Error).message).toContain(words)
})

test('a tensor that is in two parts, and one that is in none, are refused by name', async () => {
  const twice = { ...parts, [second]: [...(parts[second] ?? []), ...(parts[first] ?? []).slice(0, 1)] }
  const folder = await writeParts(await makeTinyModel({ family: 'bert' }), twice)
  await expect(openModelFolder(folder)).rejects.toThrow('two of its parts have a tensor')
  const fewer = { ...parts, [first]: (parts[first] ?? []).slice(1) }
  const lacking = await writeParts(await makeTinyModel({ family: 'bert' }), fewer)
  await expect(openModelFolder(lacking)).rejects.toThrow(`lacks tensor ${names[0]}`)
})

test.skipIf(process.platform === 'win32')('a part that is a link out of its folder is refused', async () => {
  const folder = await writeParts(await makeTinyModel({ family: 'bert' }), parts)
  const outside = join(await temporaryFolder(), first)
  await rename(join(folder, first), outside)
  await symlink(outside, join(folder, first))
  await expect(openModelFolder(folder)).rejects.toThrow('is a link out of its folder')
})

test('any index is the model or a LastlayerError', async () => {
  const folder = await writeParts(await makeTinyModel({ family: 'bert' }), parts)
  const anyName = fc.oneof(fc.constantFrom(first, second, '..', '__proto__', 'x.safetensors'), fc.string())
  const anyIndex = fc.oneof(fc.jsonValue(), fc.record({ weight_map: fc.dictionary(fc.constantFrom(...names, '__proto__'), anyName) })) // prettier-ignore
  await fc.assert(
    fc.asyncProperty(anyIndex, async (index) => {
      await writeFile(join(folder, indexName), JSON.stringify(index))
      await openModelFolder(folder).then(
        (model) => model.close(),
        (error: unknown) => expect(error).toBeInstanceOf(LastlayerError),
      )
    }),
    { numRuns: 60 },
  )
})

const writeIndex = (folder: string, map: object): Promise<void> =>
  writeFile(join(folder, indexName), JSON.stringify({ weight_map: map }))
