import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addModel, describeFound } from '../../../../src/main/host/models/add-model.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import type { DownloadProgress } from '../../../../src/shared/model-store.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'
import { commit } from '../hub/fake-hub.ts'
import { check, hasty, never, setScene, type Scene } from '../hub/hub-scene.ts'

const weights = 'model.safetensors'
const names = ['config.json', weights, 'source.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt']

/** Everything in the store's folder, hidden names too. */
const inStore = ({ store }: Scene): Promise<string[]> => readdir(store.folder)

async function expectWhole(scene: Scene): Promise<void> {
  const path = join(scene.store.folder, 'acme--tiny')
  expect((await readdir(path)).sort()).toEqual(names)
  for (const [name, content] of scene.fake.files)
    expect((await readFile(join(path, name))).equals(content), name).toBe(true)
  expect(await inStore(scene)).toEqual(['acme--tiny'])
}

function sizeOf({ fake }: Scene): number {
  return fake.files.get(weights)?.byteLength ?? 0
}

/** What came of the weights before the download was stopped. */
async function partOf({ store }: Scene): Promise<string> {
  const staging = store.placeOf('acme/tiny').staging
  const part = (await readdir(staging)).find((name) => name.startsWith(weights))
  return join(staging, part ?? 'none')
}

test('A model is downloaded whole, with where it comes from, and can be opened', async () => {
  const scene = await setScene()
  const progress: DownloadProgress[] = []
  const model = await scene.add({ onProgress: (now) => progress.push(now) })
  await expectWhole(scene)
  expect(model).toMatchObject({ name: 'acme/tiny', kind: 'downloaded', licence: 'apache-2.0' })
  expect(model.origin).toMatchObject({ endpoint: scene.fake.endpoint, revision: 'main', commit })
  expect(Date.now() - (model.origin?.downloadedAt ?? 0)).toBeLessThan(10_000)
  await (await openModelFolder(model.path)).close()

  const total = [...scene.fake.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
  const done = progress.map(({ done }) => done)
  expect(done).toEqual([...done].sort((a, b) => a - b))
  expect(progress.at(-1)).toEqual({ name: 'acme/tiny', done: total, total, note: null })
  const bytes = scene.contacts.list().reduce((sum, contact) => sum + contact.bytes, 0)
  expect(bytes).toBeGreaterThan(total)
  expect(scene.contacts.list().map(({ host }) => host)).toContain(new URL(scene.fake.cdnOrigin).host)
})

test('A model of another family is downloaded with its vocabulary', async () => {
  const scene = await setScene({ model: new URL('../../../golden/roberta', import.meta.url).pathname })
  await scene.add()
  expect((await scene.find()).config.family).toBe('roberta')
})

test('One that is there already costs a look-up, and nothing more', async () => {
  const scene = await setScene()
  const first = await scene.add()
  const before = scene.fake.seen.length
  expect(await scene.add()).toEqual(first)
  expect(scene.fake.seen.length - before).toBe(2)
  expect((await describeFound(scene.store, await scene.find())).missingBytes).toBe(0)
})

test('A changed model takes the place of the former', async () => {
  const scene = await setScene()
  await scene.add()
  scene.fake.files.set('tokenizer_config.json', Buffer.from('{"do_lower_case": true}'))
  await scene.add()
  await expectWhole(scene)
})

test('Names of the repository that lead elsewhere, and files that are not needed, are never asked for', async () => {
  const scene = await setScene()
  const needed = [...scene.fake.files.keys()]
  for (const name of [
    '../model.safetensors',
    '/etc/passwd',
    'C:\\config.json',
    'onnx/model.onnx',
    'evil.py',
    'a.bin',
  ]) {
    scene.fake.files.set(name, Buffer.from('evil'))
  }
  await scene.add()
  expect((await readdir(join(scene.store.folder, 'acme--tiny'))).sort()).toEqual(names)
  const asked = scene.fake.seen
    .filter(({ path }) => path.includes('/resolve/'))
    .map(({ path }) => path.split('/').at(-1))
  expect(new Set(asked)).toEqual(new Set(needed))
})

test('A connection that is cut is taken up where it ended', async () => {
  const scene = await setScene()
  scene.fake.once(weights, { cutAfter: 1000 }, { cutAfter: 2000 }, { cutAfter: 0 })
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', 'bytes=1000-', 'bytes=3000-', 'bytes=3000-'])
})

test.each([
  ['stalls', { stallAfter: 5000 }, { silence: 300 }, /^nothing came for 0\.3 s; next try in \d+ s$/, /^bytes=5000-$/],
  ['drips', { drip: 50 }, { window: 400 }, /^only \d+ bytes came in 0\.4 s; next try in \d+ s$/, /^bytes=\d+-$/],
])('A server that %s is left and asked again', async (_, fault, patience, note, range) => {
  const scene = await setScene()
  scene.fake.once(weights, fault)
  const notes: unknown[] = []
  await scene.add({ patience: { ...hasty, ...patience }, onProgress: ({ note }) => note && notes.push(note) })
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', expect.stringMatching(range)])
  expect(notes).toContainEqual(expect.stringMatching(note))
})

test.each([
  ['answers 500 now and then', [{ status: 500 }, { status: 503 }]],
  ['asks to wait', [{ status: 429, headers: { 'Retry-After': '1' } }]],
])('A server that %s is borne with', async (_, faults) => {
  const scene = await setScene()
  scene.fake.once('vocab.txt', ...faults)
  const before = Date.now()
  await scene.add()
  await expectWhole(scene)
  if (faults[0].status === 429) expect(Date.now() - before).toBeGreaterThan(900)
})

test.each([
  ['answers 500 always', { status: 500 }, /^vocab\.txt of acme\/tiny could not be fetched: .* answered 500\./],
  ['cuts always', { cutAfter: 0 }, /vocab\.txt of acme\/tiny could not be fetched: the connection .* broke off\./],
  ['asks to wait an hour', { status: 429, headers: { 'Retry-After': '3600' } }, /vocab\.txt .* answered 429\./],
  ['lacks a file that it has listed', { status: 404 }, /has no vocab\.txt of acme\/tiny\./],
  ['asks for a login', { status: 401 }, /HF_TOKEN/],
  ['asks for its terms to be accepted', { status: 403 }, /Accept the model's terms/],
])('A server that %s is a sentence, and what has come is kept', async (_, fault, message) => {
  const scene = await setScene()
  scene.fake.always('vocab.txt', fault)
  await expect(scene.add()).rejects.toMatchObject({ code: 'network', message: expect.stringMatching(message) })
  expect(await inStore(scene)).toEqual(['.acme--tiny.part'])
  const [incomplete] = await scene.store.incomplete()
  expect(incomplete.bytes).toBeGreaterThan(100_000)
  expect(incomplete.bytes).toBeLessThan(incomplete.totalBytes)
})

test('Wrong content is fetched once more from its beginning', async () => {
  const scene = await setScene()
  scene.fake.once(weights, { content: Buffer.alloc(sizeOf(scene)) })
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', ''])
})

test('Content that is always wrong is thrown away, and its file is named', async () => {
  const scene = await setScene()
  scene.fake.always(weights, { content: Buffer.alloc(sizeOf(scene)) })
  await expect(scene.add()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(
      /^model\.safetensors of acme\/tiny is not what http.* announced: its digest differs\./,
    ),
  })
  expect(scene.fake.rangesOf(weights)).toEqual(['', ''])
  expect(existsSync(await partOf(scene))).toBe(false)
  expect(await scene.store.installed()).toEqual([])
})

test('A server without ranges begins anew, and its bytes are not put behind the old ones', async () => {
  const scene = await setScene()
  scene.fake.once(weights, { cutAfter: 1000 }, { ignoresRange: true })
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', 'bytes=1000-'])
})

test('A file that changes between two tries is not mixed with its former self', async () => {
  const scene = await setScene()
  const right = scene.fake.files.get(weights) ?? Buffer.alloc(0)
  scene.fake.once(weights, { content: Buffer.alloc(right.byteLength), cutAfter: 1000 })
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', 'bytes=1000-'])
})

test.each([
  ['another range than was asked for', { headers: { 'Content-Range': 'bytes 0-9/10' } }],
  ['status 416', { status: 416 }],
])('A server that answers with %s is asked for the whole', async (_, fault) => {
  const scene = await setScene()
  scene.fake.once(weights, { cutAfter: 1000 }, fault)
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', 'bytes=1000-', ''])
})

test('More bytes than were announced are not written', async () => {
  const scene = await setScene()
  const right = scene.fake.files.get(weights) ?? Buffer.alloc(0)
  scene.fake.once(weights, { content: Buffer.concat([right, Buffer.alloc(5_000_000)]) })
  await scene.add()
  await expectWhole(scene)
})

test('Fewer bytes than were announced are no whole file', async () => {
  const scene = await setScene()
  const right = scene.fake.files.get(weights) ?? Buffer.alloc(0)
  scene.fake.always(weights, { content: right.subarray(0, 1000) })
  await expect(scene.add()).rejects.toMatchObject({ code: 'network' })
  expect(await scene.store.installed()).toEqual([])
})

test('A redirect in a circle ends', async () => {
  const scene = await setScene()
  scene.fake.always(`redirect of ${weights}`, { headers: { Location: `/acme/tiny/resolve/${commit}/${weights}` } })
  await expect(scene.add()).rejects.toMatchObject({ code: 'network', message: expect.stringMatching(/in a circle/) })
})

test('The token goes to the hub, and not to the host that the weights are on', async () => {
  const scene = await setScene({ env: { HF_TOKEN: 'hf_secret' } })
  await scene.add()
  for (const { host, headers } of scene.fake.seen) {
    expect(headers.authorization).toBe(host === 'hub' ? 'Bearer hf_secret' : undefined)
  }
  expect(scene.fake.rangesOf(weights)).toHaveLength(1)
})

test('A download that is stopped goes on where it was, in another process too', async () => {
  const scene = await setScene()
  const stop = new AbortController()
  scene.fake.once(weights, { stallAfter: 3000 })
  const adding = scene.add({
    signal: stop.signal,
    onProgress: ({ done, total }) => done === total - sizeOf(scene) + 3000 && stop.abort(),
  })
  await expect(adding).rejects.toMatchObject({
    code: 'cancelled',
    message: expect.stringMatching(/what has come is kept/),
  })
  const found = await scene.find()
  const { bytes, missingBytes } = await describeFound(scene.store, found)
  expect(missingBytes).toBe(sizeOf(scene) - 3000)
  expect(await scene.store.incomplete()).toMatchObject([{ name: 'acme/tiny', totalBytes: bytes }])

  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual(['', 'bytes=3000-'])
})

test('A pause is over at once when the download is stopped', async () => {
  const scene = await setScene()
  scene.fake.always(weights, { status: 503, headers: { 'Retry-After': '1' } })
  const stop = new AbortController()
  const before = Date.now()
  const adding = scene.add({ signal: stop.signal, onProgress: ({ note }) => note && stop.abort() })
  await expect(adding).rejects.toMatchObject({ code: 'cancelled' })
  expect(Date.now() - before).toBeLessThan(900)
})

test('A part that was damaged or is too long is found out', async () => {
  const scene = await setScene()
  const stopAndChange = async (change: (part: string) => Promise<void>): Promise<void> => {
    scene.fake.once(weights, ...Array.from({ length: 4 }, () => ({ cutAfter: 10 })))
    await expect(scene.add()).rejects.toThrow()
    await change(await partOf(scene))
  }
  await stopAndChange((part) => writeFile(part, Buffer.alloc(500, 'x')))
  await scene.add()
  await expectWhole(scene)
  await scene.store.remove(join(scene.store.folder, 'acme--tiny'))
  await stopAndChange((part) => truncate(part, sizeOf(scene) + 1))
  await scene.add()
  await expectWhole(scene)
})

test('Weights that lie about what they are never become a model', async () => {
  const model = await makeTinyModel({ family: 'distilbert', config: { n_layers: 3 } })
  const scene = await setScene({ model })
  await expect(scene.add()).rejects.toMatchObject({
    code: 'model',
    message: expect.stringMatching(
      /thrown away\. acme\/tiny\/model\.safetensors lacks tensor distilbert\.transformer\.layer\.2\./,
    ),
  })
  expect(await inStore(scene)).toEqual([])
})

test('Nor does a tokenizer that Lastlayer cannot read', async () => {
  const scene = await setScene()
  scene.fake.files.set('tokenizer.json', Buffer.from('{"model":{"type":"Unigram","vocab":{}},"added_tokens":[]}'))
  await expect(scene.add()).rejects.toMatchObject({
    code: 'model',
    message: expect.stringMatching(/thrown away\. acme\/tiny\/tokenizer\.json/),
  })
  expect(await inStore(scene)).toEqual([])
})

test('A model is opened by whoever checks it, and what that throws is told', async () => {
  const scene = await setScene()
  const opened: string[] = []
  const refuse = async (folder: string): Promise<never> => {
    opened.push(...(await readdir(folder)).sort())
    throw new LastlayerError('model', `${folder} is not to be had.`)
  }
  await expect(scene.add({ check: refuse })).rejects.toMatchObject({
    code: 'model',
    message: expect.stringMatching(/thrown away\. acme\/tiny is not to be had\.$/),
  })
  expect([opened, await inStore(scene)]).toEqual([names, []])
})

test.each([
  ['is stopped', 'cancelled', /^The download of acme\/tiny was stopped; what has come is kept/],
  ['is cut short by a death', 'interrupted', /^The trainer died\./],
] as const)('A check that %s throws nothing away, and nothing is fetched twice', async (_, code, message) => {
  const scene = await setScene()
  const stop = new AbortController()
  const end = async (): Promise<never> => {
    if (code === 'cancelled') stop.abort()
    throw new LastlayerError(code, 'The trainer died.')
  }
  await expect(scene.add({ signal: stop.signal, check: end })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
  const [incomplete] = await scene.store.incomplete()
  expect(incomplete.bytes).toBe(incomplete.totalBytes)
  expect(await describeFound(scene.store, await scene.find())).toMatchObject({ missingBytes: 0 })
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual([''])
})

test('After a crash in the middle of a check nothing is fetched twice', async () => {
  const scene = await setScene()
  const { staging } = scene.store.placeOf('acme/tiny')
  const crashed = join(scene.store.folder, 'as it was')
  await scene.add({ check: (folder) => cp(folder, crashed, { recursive: true }) })
  await scene.store.remove(join(scene.store.folder, 'acme--tiny'))
  await rename(crashed, staging)
  await scene.add()
  await expectWhole(scene)
  expect(scene.fake.rangesOf(weights)).toEqual([''])
})

test('A disk without room is told of before anything is fetched, counting what is here', async () => {
  const scene = await setScene()
  const found = await scene.find()
  const { bytes } = await describeFound(scene.store, found)
  const needed = bytes + 256 * 2 ** 20
  await expect(scene.add({ freeSpace: async () => needed - 1 })).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/^The download needs \d+ MB on the disk of .*, where \d+ MB are free\. Make room/),
  })
  expect(scene.fake.rangesOf(weights)).toEqual([])
  scene.fake.always('vocab.txt', { status: 404 })
  await expect(scene.add()).rejects.toMatchObject({ code: 'network' })
  scene.fake.always('vocab.txt', {})
  await scene.add({ freeSpace: async () => needed - 100_000 })
  await expectWhole(scene)
})

test('A folder that cannot be written is a sentence', async () => {
  const scene = await setScene()
  await writeFile(scene.store.placeOf('acme/tiny').staging, 'a file')
  await expect(scene.add()).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/\.acme--tiny\.part could not be written/),
  })
})

test('Two downloads of one model at once do not disturb each other: one of them is refused', async () => {
  const scene = await setScene()
  const found = await scene.find()
  const options = { signal: never, check, patience: hasty }
  const both = await Promise.allSettled([1, 2].map(() => addModel(scene.store, scene.hub, found, options)))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'usage', message: expect.stringMatching(/acme\/tiny is being downloaded or deleted already/) },
  })
  await expectWhole(scene)
})

test('What a crash has left of a finished download is not mixed with the next one', async () => {
  const scene = await setScene()
  const { staging } = scene.store.placeOf('acme/tiny')
  await mkdir(staging)
  await writeFile(join(staging, 'merges.txt'), 'of another commit')
  await writeFile(join(staging, 'vocab.txt.0000.part'), 'of another commit')
  await scene.add()
  await expectWhole(scene)
})
