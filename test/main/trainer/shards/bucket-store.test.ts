import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseRecipe, type Recipe } from '../../../../src/shared/recipe.ts'
import { Bucket } from '../../../../src/main/bucket/bucket.ts'
import { openAbsence } from '../../../../src/main/host/shards/present-shards.ts'
import { computeShards } from '../../../../src/main/trainer/shards/compute.ts'
import { fetchFeatures } from '../../../../src/main/trainer/shards/fetch.ts'
import { planFeatures } from '../../../../src/main/trainer/shards/plan.ts'
import { hasS3, startProxy, startS3 } from '../../../support/s3.ts'
import { makeTinyModel, temporaryFolder } from '../../../support/tiny-model.ts'

const { signal } = new AbortController()
const silent = (): void => undefined
const former = { ...process.env }
let server: Awaited<ReturnType<typeof startS3>>
let recipe: Recipe
let nth = 0
let store = ''

const compute = (index = 0, of = 1) => computeShards({ recipe, store, part: { index, of } }, signal, silent)
const plan = () => planFeatures({ recipe, store }, signal, silent)
async function fetchInto() {
  const cache = await temporaryFolder()
  const places = { cache, runs: join(cache, 'runs'), models: join(cache, 'models') }
  return fetchFeatures({ recipe, store, places }, signal, silent)
}

/** The keys of the store's objects that match. */
async function objects(pattern: RegExp): Promise<[Bucket, string[]]> {
  const bucket = await Bucket.open(store)
  return [bucket, [...(await bucket.list('')).keys()].filter((key) => pattern.test(key)).sort()]
}

describe.skipIf(!hasS3)('A bucket as the store of shards (left out where no moto_server is installed)', () => {
  beforeAll(async () => {
    server = await startS3('texts')
    const dataset = join(await temporaryFolder(), 'texts.csv')
    const rows = Array.from({ length: 5000 }, (_, i) => `word ${i},${i % 2 ? 'odd' : 'even'}`)
    await writeFile(dataset, ['text,label', ...rows].join('\n'))
    recipe = parseRecipe({ dataset, model: await makeTinyModel({ family: 'distilbert' }), maxLength: 16 })
  })
  afterAll(() => {
    server.stop()
    process.env = former
  })
  beforeEach(() => {
    store = `s3://texts/run-${nth++}`
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    })
  })

  test('holds what several compute, each once, and gives it to the cache', async () => {
    const before = await plan()
    expect(before).toMatchObject({ texts: 5000, shards: 3, missing: [0, 1, 2] })
    expect(before.notes).toEqual([expect.stringContaining('keeps the first')])
    const absent = await openAbsence(before.folder)
    expect(await absent()).toEqual([0, 1, 2])
    await Promise.all([compute(0, 2), compute(1, 2)])
    expect(await absent()).toEqual([])
    expect(await compute()).toMatchObject({ computed: 0, present: 3 })
    const { bytes, missing } = await plan()
    expect(missing).toEqual([])
    expect(await fetchInto()).toMatchObject({ fetched: 6, missing: 0, bytes })
  })

  test('may get a shard twice at once, and what is torn or lacks its index is computed again', async () => {
    await Promise.all([compute(), compute()])
    const [bucket, features] = await objects(/\.features$/)
    expect(features.length).toBe(6)
    await bucket.write(features[1], 4, () => Buffer.from('torn'))
    const [, indexes] = await objects(/000002\.json$/)
    await bucket.delete(indexes[0])
    expect((await plan()).missing).toEqual([1, 2])
    expect(await compute()).toMatchObject({ computed: 2, present: 1 })
    expect(await fetchInto()).toMatchObject({ fetched: 6, missing: 0 })
  })

  test('is not believed: bytes that changed are not fetched, and are computed again', async () => {
    await compute()
    const [bucket, features] = await objects(/\.features$/)
    const size = (await bucket.list('')).get(features[0]) ?? 0
    await bucket.write(features[0], size, () => Buffer.alloc(size))
    expect(await fetchInto()).toMatchObject({ fetched: 5, missing: 1 })
    expect(await compute()).toMatchObject({ computed: 1, present: 2 })
    expect(await fetchInto()).toMatchObject({ fetched: 6, missing: 0 })
  })

  test('that does not heed If-None-Match is used all the same, and says so', async () => {
    const proxy = await startProxy(server.endpoint, (headers) => delete headers['if-none-match'])
    process.env.AWS_ENDPOINT_URL = proxy.endpoint
    expect((await plan()).notes).toEqual([expect.stringContaining('keeps the last')])
    await Promise.all([compute(), compute()])
    expect(await fetchInto()).toMatchObject({ fetched: 6, missing: 0 })
    proxy.stop()
  })

  test('that is not there is told with its address', async () => {
    store = 's3://nowhere/run'
    await expect(plan()).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('The store s3://nowhere/run/'),
    })
  })

  test('on another machine is asked by https alone', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://store.example'
    await expect(plan()).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('https://') })
  })
})

test.each(['s3://', 's3:/texts', 's3://UPPER/x'])('%s is no address of a bucket', async (address) => {
  await expect(Bucket.open(address)).rejects.toMatchObject({ code: 'usage' })
})
