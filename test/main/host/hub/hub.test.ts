import { expect, test } from 'vitest'
import { makeTinyModel } from '../../../support/tiny-model.ts'
import { commit } from './fake-hub.ts'
import { setScene } from './hub-scene.ts'

const sibling = (rfilename: string, size = 10) => ({ rfilename, size, blobId: 'a'.repeat(40) })

test('A look-up costs two requests, names the licence, and says what the model is', async () => {
  const { fake, contacts, find } = await setScene()
  const { model, config, files } = await find()
  expect(model).toMatchObject({ name: 'acme/tiny', commit, licence: 'apache-2.0', endpoint: fake.endpoint })
  expect(config).toMatchObject({ family: 'distilbert', blocks: 2, labels: null })
  expect(files.map(({ name, digest }) => [name, digest.algorithm])).toEqual([
    ['config.json', 'git'],
    ['tokenizer.json', 'git'],
    ['tokenizer_config.json', 'git'],
    ['vocab.txt', 'git'],
    ['model.safetensors', 'sha256'],
  ])
  const { host } = new URL(fake.endpoint)
  expect(contacts.list()).toEqual([
    { time: expect.any(Number), host, subject: 'model acme/tiny at main', status: 200, bytes: expect.any(Number) },
    {
      time: expect.any(Number),
      host,
      subject: 'config.json of acme/tiny',
      status: 200,
      bytes: fake.files.get('config.json')?.byteLength,
    },
  ])
  expect(fake.seen[1].headers).toMatchObject({ 'accept-encoding': 'identity' })
})

test.each([
  [['model.safetensors', 'vocab.txt']],
  [['model.safetensors', 'vocab.json', 'merges.txt']],
  [['tokenizer.json', 'model.safetensors.index.json', 'model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors']], // prettier-ignore
])('A model of the files %j is whole', async (names) => {
  const { fake, find } = await setScene()
  const config = fake.files.get('config.json') ?? Buffer.alloc(0)
  fake.files.clear()
  for (const name of [...names, 'README.md', '../model-00003-of-00002.safetensors']) fake.files.set(name, config)
  fake.files.set('config.json', config)
  expect((await find()).files.map(({ name }) => name).sort()).toEqual(['config.json', ...names].sort())
})

test('A classifier is known by its labels', async () => {
  const model = await makeTinyModel({ family: 'bert', labels: ['no', 'yes'] })
  const { find } = await setScene({ model })
  expect((await find()).config).toMatchObject({ family: 'bert', labels: ['no', 'yes'] })
})

test('The licence is that of the card, else of the tags, else unknown', async () => {
  const { fake, find } = await setScene()
  fake.info = { cardData: null }
  expect((await find()).model.licence).toBe('apache-2.0')
  fake.info = { cardData: { license: ['mit'] }, tags: ['pytorch'] }
  expect((await find()).model.licence).toBeNull()
})

test('The languages are those of the card, one or many; what is no code is none', async () => {
  const { fake, find } = await setScene()
  fake.info = { cardData: { language: 'en' } }
  expect((await find()).model.languages).toEqual(['en'])
  fake.info = { cardData: { language: ['en', 'zh-Hans', 7, '<b>'] } }
  expect((await find()).model.languages).toEqual(['en', 'zh-Hans'])
  fake.info = { cardData: null }
  expect((await find()).model.languages).toEqual([])
})

test.each([
  ['no JSON', 'api', { content: Buffer.from('<html>Log in to the airport') }],
  ['another JSON', 'api', { content: Buffer.from('{"error":"none"}') }],
])('An answer that is %s is a sentence about the network', async (_, name, fault) => {
  const { fake, find } = await setScene()
  fake.always(name, fault)
  await expect(find()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/does not answer as a hub/),
  })
})

test('An answer longer than it may be is not read to its end', async () => {
  const { fake, find } = await setScene()
  fake.always('config.json', { content: Buffer.alloc(5_000_000, ' ') })
  await expect(find()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/longer than it may be/),
  })
})

test('A config.json with another digest is not believed', async () => {
  const { fake, find } = await setScene()
  const right = fake.files.get('config.json')?.toString() ?? ''
  fake.always('config.json', { content: Buffer.from(right.replace('"n_layers":2', '"n_layers":3')) })
  await expect(find()).rejects.toMatchObject({ code: 'network', message: expect.stringMatching(/digest differs/) })
})

test('The name that the hub gives a model is checked like one that a person gives', async () => {
  const { fake, find } = await setScene()
  fake.info = { id: '../../etc' }
  await expect(find()).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/is not the name of a model/),
  })
})

test('A name that is none makes no request', async () => {
  const { fake, find } = await setScene()
  await expect(find('../x')).rejects.toMatchObject({ code: 'usage' })
  expect(fake.seen).toEqual([])
})

const config = { model_type: 'distilbert', dim: 16, n_heads: 2, n_layers: 2, hidden_dim: 32, vocab_size: 100 }

test.each([
  [{}, [], /has no config\.json, so it is no model/],
  [{ model_type: 'llama' }, ['model.safetensors', 'tokenizer.json'], /config\.json of acme\/tiny .* "llama"/],
  [{ ...config, auto_map: { AutoModel: 'x.Y' } }, ['model.safetensors', 'tokenizer.json'], /Python code of its own/],
  ['not json', ['model.safetensors', 'tokenizer.json'], /config\.json of acme\/tiny is not valid JSON/],
  [config, ['pytorch_model.bin', 'tokenizer.json'], /no model\.safetensors, only pytorch_model\.bin\. Pickled files/],
  [config, ['model.safetensors.index.json', 'model-00001-of-2.safetensors', 'vocab.txt'], /weights in 0 parts by the/],
  [config, ['model.safetensors', 'vocab.json'], /no tokenizer\.json, so it is no model/],
  [config, ['model.safetensors'], /no tokenizer\.json, so it is no model/],
  [config, ['tf_model.h5', 'tokenizer.json'], /no model\.safetensors, so it is no model/],
])('Before any weight is fetched it is refused: %j with %j', async (json, names, message) => {
  const { fake, find } = await setScene()
  fake.files.clear()
  if (names.length > 0)
    fake.files.set('config.json', Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)))
  for (const name of names) fake.files.set(name, Buffer.from(name))
  await expect(find()).rejects.toMatchObject({ code: 'model', message: expect.stringMatching(message) })
  expect(fake.seen.length).toBeLessThanOrEqual(2)
})

test('A file without a digest, and a text file that is huge, are refused', async () => {
  const { fake, find } = await setScene()
  const siblings = (name: string, change: object) =>
    [...fake.files].map(([rfilename, { byteLength }]) => ({
      ...sibling(rfilename, byteLength),
      ...(rfilename === name ? change : {}),
    }))
  fake.info = { siblings: siblings('config.json', { blobId: null }) }
  await expect(find()).rejects.toMatchObject({ message: expect.stringMatching(/gives no digest of config\.json/) })
  fake.info = { siblings: siblings('config.json', { size: 65 * 2 ** 20 }) }
  await expect(find()).rejects.toMatchObject({
    message: expect.stringMatching(/config\.json of acme\/tiny is larger than 64 MB/),
  })
})

test('A question is asked again after a failure, and given up in the end', async () => {
  const { fake, find } = await setScene()
  fake.once('api', { status: 500 }, { cutAfter: 10 })
  await find()
  expect(fake.seen).toHaveLength(4)
  fake.always('api', { status: 502 })
  await expect(find()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(
      /^model acme\/tiny at main could not be fetched: 127\.0\.0\.1:\d+ answered 502\. Check/,
    ),
  })
})

test('A machine that cannot be reached is named', async () => {
  const { fake, find } = await setScene()
  fake.close()
  await expect(find()).rejects.toMatchObject({
    code: 'network',
    message: expect.stringMatching(/127\.0\.0\.1:\d+ cannot be reached \(ECONN/),
  })
})
