import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FakeHub } from '../main/host/hub/fake-hub.ts'
import { makeTinyModel } from '../support/tiny-model.ts'
import { Lastlayer, outcomeOf, writeReviews } from './lastlayer.ts'

let folder: string
let fake: FakeHub
let lastlayer: Lastlayer
let models: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lastlayer-models-'))
  const model = await makeTinyModel({ family: 'distilbert' })
  fake = await FakeHub.start(model, await readdir(model))
  lastlayer = new Lastlayer(join(folder, 'home'), { HF_ENDPOINT: fake.endpoint, HF_HUB_OFFLINE: '', HF_TOKEN: '' })
  models = join(lastlayer.home, 'models')
})

afterAll(() => {
  fake.close()
  rmSync(folder, { recursive: true, force: true })
})

test('A model that is not here is a sentence that says how to get it, and no request', async () => {
  const { code, stderr } = await lastlayer.run('finetune', writeReviews(folder), '--model', 'acme/tiny')
  expect({ code, seen: fake.seen }).toEqual({ code: 1, seen: [] })
  expect(stderr).toMatch(
    /^There is no run or model folder .*`npm run lastlayer -- models add acme\/tiny` downloads it .*\n$/,
  )
})

test('A download that is stopped is listed, goes on where it was, and says what it contacted', async () => {
  fake.once('model.safetensors', { stallAfter: 100_000 })
  const child = lastlayer.start('models', 'add', 'acme/tiny')
  const ending = outcomeOf(child)
  await expect.poll(() => fake.rangesOf('model.safetensors'), { timeout: 20_000 }).toEqual([''])
  await expect.poll(() => sizeOfPart(), { timeout: 20_000 }).toBe(100_000)
  child.kill('SIGINT')
  expect(await ending).toMatchObject({ code: 130, stderr: expect.stringContaining('what has come is kept') })
  expect((await lastlayer.run('models')).stdout).toMatch(
    /Stopped {3}acme\/tiny: 0\.\d MB of 0\.\d MB are here; `models add acme/,
  )

  const { code, stdout, stderr } = await lastlayer.run('models', 'add', 'acme/tiny')
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('Model     acme/tiny: distilbert, 2 blocks of width 16, pretrained, without a classifier')
  expect(stdout).toContain('Licence   apache-2.0')
  expect(stdout).toContain(`Ready     ${join(models, 'acme--tiny')}`)
  expect(fake.rangesOf('model.safetensors')).toEqual(['', 'bytes=100000-'])
  expect(stderr).toMatch(
    /Contacted 127\.0\.0\.1:\d+ \(3 requests, \d kB\) and 127\.0\.0\.1:\d+ \(1 request, 0\.\d MB\)/,
  )
  expect(readdirSync(models)).toEqual(['acme--tiny'])
})

test('It is fine-tuned by its name, without a request', async () => {
  const before = fake.seen.length
  const flags = ['--model', 'tiny', '--epochs', '1', '--max-length', '32', '--json']
  const { code, stdout, stderr } = await lastlayer.run('finetune', writeReviews(folder), ...flags)
  expect(code, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ features: { computed: 40 } })
  expect(fake.seen.length).toBe(before)
})

test('The list and what comes of adding and removing are JSON for programs', async () => {
  const model = { name: 'acme/tiny', kind: 'downloaded', path: join(models, 'acme--tiny'), licence: 'apache-2.0' }
  const added = await lastlayer.run('models', 'add', 'acme/tiny', '--json')
  expect(JSON.parse(added.stdout)).toMatchObject({ ...model, contacts: [{ status: 200 }, { status: 200 }] })
  const list = await lastlayer.run('models', '--json')
  expect(JSON.parse(list.stdout)).toMatchObject({ models: [{ kind: 'bundled' }, model], incomplete: [] })
  const removed = await lastlayer.run('models', 'remove', 'acme/tiny', '--json')
  expect(JSON.parse(removed.stdout)).toMatchObject({ name: 'acme/tiny', removed: model.path })
  expect(readdirSync(models)).toEqual([])
})

test.each([
  [2, ['remove', 'acme/tiny'], /No downloaded model is called acme\/tiny\./],
  [2, ['add', '../tiny'], /"\.\.\/tiny" is not the name of a model on the hub/],
  [1, ['add', 'acme/none'], /has no model acme\/none at main/],
  [1, ['add', 'acme/tiny', '--revision', 'v9'], /has no model acme\/tiny at v9/],
])('Exit code %d and a sentence for models %j', async (code, args, sentence) => {
  const outcome = await lastlayer.run('models', ...args, '--json')
  expect(outcome).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) })
})

test('Offline, nothing is contacted', async () => {
  const before = fake.seen.length
  const offline = new Lastlayer(lastlayer.home, { HF_ENDPOINT: fake.endpoint, HF_HUB_OFFLINE: '1' })
  const { code, stderr } = await offline.run('models', 'add', 'acme/tiny')
  expect({ code, seen: fake.seen.length }).toEqual({ code: 1, seen: before })
  expect(stderr).toMatch(/Contacted nothing\.\nHF_HUB_OFFLINE is set/)
  expect(existsSync(join(models, 'acme--tiny'))).toBe(false)
})

/** Bytes of the weights that a stopped download has left. */
function sizeOfPart(): number {
  const staging = join(models, '.acme--tiny.part')
  const part = existsSync(staging) && readdirSync(staging).find((name) => name.startsWith('model.safetensors'))
  return part ? statSync(join(staging, part)).size : 0
}
