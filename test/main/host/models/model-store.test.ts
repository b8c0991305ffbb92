import { existsSync } from 'node:fs'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { ModelStore } from '../../../../src/main/host/models/model-store.ts'
import { writeSource } from '../../../../src/main/host/models/source.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

let folder: string
let store: ModelStore

beforeEach(async () => {
  folder = await temporaryFolder()
  store = new ModelStore(join(folder, 'models'))
})

/** Puts 1,000 bytes of weights into a folder of the store, as a download leaves them. */
async function put(name: string, path = store.placeOf(name).path, downloadedAt: number | null = 1): Promise<string> {
  await mkdir(path, { recursive: true })
  const files = [
    { name: 'config.json', bytes: 0, digest: { algorithm: 'git', hex: 'a'.repeat(40) } as const },
    { name: 'model.safetensors', bytes: 100_000, digest: { algorithm: 'sha256', hex: 'c'.repeat(64) } as const },
  ]
  const origin = { endpoint: 'https://hub.example', revision: 'main', commit: 'b'.repeat(40) }
  await writeSource(path, { name, ...origin, licence: 'mit', languages: [], files, downloadedAt })
  await writeFile(join(path, 'model.safetensors'), Buffer.alloc(1000))
  return path
}

test('A folder that is not there yet holds no models', async () => {
  expect([await store.installed(), await store.incomplete(), await store.find('x')]).toEqual([[], [], null])
})

test('A folder of models that cannot be read is no empty one', async () => {
  await writeFile(store.folder, '')
  const error = { code: 'output', message: `${store.folder} could not be read: it is not a folder.` }
  await expect(store.installed()).rejects.toMatchObject(error)
  await expect(store.incomplete()).rejects.toMatchObject(error)
})

test('Models are listed by name with what they take, and only models', async () => {
  await put('org/Second')
  await put('first')
  await put('org/unfinished', undefined, null)
  await mkdir(join(store.folder, 'mine'))
  await writeFile(join(store.folder, 'notes.txt'), '')
  const models = await store.installed()
  expect(models.map(({ name }) => name)).toEqual(['first', 'org/Second'])
  expect(models[1]).toMatchObject({ path: join(store.folder, 'org--second'), kind: 'downloaded', licence: 'mit' })
  expect(models[1].bytes).toBeGreaterThan(1000)
})

test('Of its weights a model tells the digest by which the download was checked', async () => {
  await put('org/one')
  const [model] = await store.installed()
  expect(model.weights).toEqual([{ name: 'model.safetensors', sha256: 'c'.repeat(64) }])
})

test('A stopped download is listed with how much of it is here', async () => {
  const { staging } = store.placeOf('org/one')
  await put('org/one', staging, null)
  expect(await store.installed()).toEqual([])
  const [incomplete] = await store.incomplete()
  expect(incomplete).toMatchObject({ path: staging, name: 'org/one', totalBytes: 100_000 })
  expect(incomplete.bytes).toBeGreaterThan(1000)
  await store.remove(staging)
  expect(await readdir(store.folder)).toEqual([])
})

test('A model is found by its name, in any case, with or without its organisation', async () => {
  await put('acme/BERT')
  const names = ['acme/BERT', 'ACME/bert', 'bert', 'BERT']
  for (const name of names) expect(await store.find(name)).toMatchObject({ name: 'acme/BERT' })
  expect([await store.find('ert'), await store.find('acme'), await store.find('../acme')]).toEqual([null, null, null])
  await put('other/bert')
  await expect(store.find('bert')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/acme\/BERT or other\/bert/),
  })
  await put('bert')
  expect(await store.find('bert')).toMatchObject({ name: 'bert' })
})

test('A model is deleted to nothing, with a download of it that was stopped', async () => {
  const path = await put('org/one')
  await put('org/one', store.placeOf('org/one').staging, null)
  await put('org/two')
  await store.remove(path)
  expect(await readdir(store.folder)).toEqual(['org--two'])
})

test('Nothing else is ever deleted', async () => {
  const one = await put('org/one')
  const precious = await put('precious', join(folder, 'precious'))
  await mkdir(join(one, 'sub'))
  await mkdir(join(store.folder, 'mine'))
  await symlink(precious, join(store.folder, 'link'))
  const paths = [
    ...[precious, folder, store.folder, join(one, 'sub'), join(one, 'source.json'), '/', '', '.'],
    ...[join(store.folder, '..'), join(store.folder, '..', 'precious'), join(store.folder, 'mine')],
    ...[join(store.folder, 'link'), join(store.folder, 'none'), join(store.folder, '.org--one.lock')],
  ]
  for (const path of paths) await expect(store.remove(path), path).rejects.toMatchObject({ code: 'usage' })
  expect([existsSync(one), existsSync(precious), existsSync(join(store.folder, 'mine'))]).toEqual([true, true, true])
})

test('A model that is being downloaded is not deleted', async () => {
  const { staging, lock } = store.placeOf('org/one')
  await put('org/one', staging, null)
  await writeFile(lock, String(process.pid))
  await expect(store.remove(staging)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/already \(process \d+\)/),
  })
  expect(existsSync(staging)).toBe(true)
})
