import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Models } from '../../../../src/main/host/models/model-calls.ts'
import { describe, describeConfig } from '../../../../src/main/trainer/commands/describe.ts'
import type { Notification } from '../../../../src/shared/app-contract.ts'
import { LastlayerError } from '../../../../src/shared/errors.ts'
import { FakeTrainer } from '../../../support/fake-trainer.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'
import { FakeHub } from '../hub/fake-hub.ts'

const weights = 'model.safetensors'
let fake: FakeHub
let folder: string
let isOffline: boolean
let notifications: Notification[]
let trainer: FakeTrainer
let models: Models

beforeEach(async () => {
  const model = await makeTinyModel({ family: 'bert' })
  fake = await FakeHub.start(model, await readdir(model))
  vi.stubEnv('HF_ENDPOINT', fake.endpoint)
  vi.stubEnv('HF_HUB_OFFLINE', '')
  folder = join(await temporaryFolder(), 'models')
  isOffline = false
  notifications = []
  trainer = new FakeTrainer()
  trainer.answers = { describe, describeConfig }
  models = new Models(
    folder,
    () => isOffline,
    (notification) => notifications.push(notification),
    trainer,
  )
})

afterEach(async () => {
  await models.close()
  vi.unstubAllEnvs()
  fake.close()
})

/** Starts a download that stops at so many bytes of the weights, and waits until it is there. */
async function stallAt(bytes: number): Promise<{ download: Promise<unknown> }> {
  fake.once(weights, { stallAfter: bytes })
  const download = models.calls.downloadModel({ name: 'acme/tiny' })
  download.catch(() => undefined)
  await vi.waitFor(async () => {
    const [incomplete] = (await models.calls.listModels({})).incomplete
    expect(incomplete.bytes).toBeGreaterThan(bytes)
    expect(fake.rangesOf(weights)).toHaveLength(1)
  })
  return { download }
}

test('Nothing is contacted before a model is asked for, and then that is told', async () => {
  const { models: list } = await models.calls.listModels({})
  expect(list).toMatchObject([{ kind: 'bundled', name: 'tiny-distilbert-reviews', origin: null }])
  expect([await models.calls.listContacts({}), fake.seen]).toEqual([[], []])
  await expect(models.calls.lookUpModel({ name: 'acme/tiny' })).resolves.toMatchObject({
    name: 'acme/tiny',
    family: 'bert',
    licence: 'apache-2.0',
    labels: null,
  })
  expect(await models.calls.listContacts({})).toHaveLength(2)
})

test('A download tells how far it is, ends once, and leaves a model', async () => {
  await expect(models.calls.downloadModel({ name: 'acme/tiny' })).resolves.toMatchObject({ name: 'acme/tiny' })
  const told = notifications.map((notification) => notification.kind === 'download' && notification.progress)
  expect(told.at(0)).toEqual({ name: 'acme/tiny', done: 0, total: 0, note: null })
  expect(told.filter((progress) => progress === null)).toHaveLength(1)
  expect(told.at(-1)).toBeNull()
  const list = await models.calls.listModels({})
  expect(list).toMatchObject({
    models: [{}, { name: 'acme/tiny', kind: 'downloaded' }],
    incomplete: [],
    download: null,
  })
  await models.calls.deleteModel({ path: list.models[1].path })
  expect(await readdir(folder)).toEqual([])
})

test('While one goes on a second is refused, and a page that comes late is told of it', async () => {
  const { download } = await stallAt(5000)
  await expect(models.calls.downloadModel({ name: 'acme/other' })).rejects.toMatchObject({ code: 'busy' })
  expect((await models.calls.listModels({})).download).toMatchObject({ name: 'acme/tiny' })
  await models.calls.cancelDownload({})
  await expect(download).rejects.toMatchObject({ code: 'cancelled' })
  expect((await models.calls.listModels({})).download).toBeNull()
  await models.calls.downloadModel({ name: 'acme/tiny' })
  expect(fake.rangesOf(weights)).toEqual(['', 'bytes=5000-'])
})

test('What came is opened by the trainer, which a stop reaches', async () => {
  trainer.answers.describe = ({ path }, { signal }) =>
    new Promise((_, reject) => {
      expect(path).toBe(join(folder, '.acme--tiny.part'))
      signal?.addEventListener('abort', () => reject(new LastlayerError('cancelled', 'Stopped.')))
    })
  const download = models.calls.downloadModel({ name: 'acme/tiny' })
  await vi.waitFor(() => expect(trainer.asked).toMatchObject([{ command: 'describeConfig' }, { command: 'describe' }]))
  await models.calls.cancelDownload({})
  await expect(download).rejects.toMatchObject({ code: 'cancelled' })
  expect((await models.calls.listModels({})).incomplete).toHaveLength(1)
})

test('Closing stops a download and waits for its end', async () => {
  const { download } = await stallAt(5000)
  await models.close()
  await expect(download).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(folder)).toEqual(['.acme--tiny.part'])
})

test('Offline, neither a look-up nor a download makes a request', async () => {
  isOffline = true
  for (const ask of [models.calls.lookUpModel, models.calls.downloadModel]) {
    await expect(ask({ name: 'acme/tiny' })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/^Lastlayer is offline/),
    })
  }
  expect([await models.calls.listContacts({}), fake.seen]).toEqual([[], []])
})
