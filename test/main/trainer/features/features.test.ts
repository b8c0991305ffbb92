import { mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Dataset, Example } from '../../../../src/main/trainer/dataset/dataset.ts'
import { computeFeatures } from '../../../../src/main/trainer/features/compute-features.ts'
import { FeatureCache, type FeatureKey } from '../../../../src/main/trainer/features/feature-cache.ts'
import { FeatureReader } from '../../../../src/main/trainer/features/feature-reader.ts'
import { sweepShards } from '../../../../src/main/trainer/features/shard.ts'
import { markOf, ownMark } from '../../../../src/main/disk/process-mark.ts'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import { datasetSummaryOf } from '../../../support/dataset-summary.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const dim = 4
const key: FeatureKey = {
  trunk: 'trunk',
  depth: 1,
  output: 'tokens',
  precision: 'float32',
  tokenizer: 'tokenizer',
  maxLength: 16,
  stripHtml: true,
}

let root: string
beforeEach(async () => {
  root = await temporaryFolder()
  await startBackend()
})

/** Texts are numbers; a text's tokens are 0 … n - 1, and a token's features are n + token / 10 in every place. */
function datasetOf(lengths: readonly number[]): Dataset {
  const examples = lengths.map((length, ordinal): Example => {
    return { ordinal, label: ordinal % 2, split: 'train', digest: `text-of-${length}` }
  })
  return {
    summary: datasetSummaryOf({ labels: ['even', 'odd'] }),
    examples,
    async *texts(isWanted) {
      for (const example of examples) if (isWanted(example)) yield { example, text: String(lengths[example.ordinal]) }
    },
  }
}

const tokenizer = {
  encode: (text: string) => {
    const ids = Int32Array.from({ length: Math.min(Number(text), 16) }, (_, i) => i)
    return { ids, fullLength: Number(text) }
  },
}

async function compute(
  cache: FeatureCache,
  lengths: readonly number[],
): Promise<{ computed: number; calls: number[][] }> {
  const calls: number[][] = []
  const [computed] = await computeFeatures({
    dataset: datasetOf(lengths),
    tokenizer,
    openTrunk: () =>
      Promise.resolve({
        run: (ids: Int32Array, batch: number, length: number) => {
          calls.push([batch, length])
          return Promise.resolve([
            Float32Array.from({ length: ids.length * dim }, (_, i) => length + ids[Math.floor(i / dim)] / 10),
          ])
        },
        close: () => Promise.resolve(),
      }),
    caches: [cache],
    onProgress: () => undefined,
    onFreed: () => undefined,
    signal: new AbortController().signal,
  })
  return { computed, calls }
}

describe('The feature cache', () => {
  test('finds what earlier versions kept one folder lower, and moves it up', async () => {
    const { folder } = await FeatureCache.open(root, key, dim)
    await compute(await FeatureCache.open(root, key, dim), [3])
    const former = join(root, 'features', 'features', basename(folder))
    await mkdir(dirname(former))
    await rename(folder, former)
    expect((await FeatureCache.open(root, key, dim)).find('text-of-3')).toBeDefined()
    expect(await readdir(dirname(former))).toEqual([])
  })

  test('computes each text once, in batches of one length, and nothing on the next run', async () => {
    const lengths = [5, 3, 5, 7, 3, 20]
    const first = await compute(await FeatureCache.open(root, key, dim), lengths)
    expect(first).toEqual({ computed: 4, calls: [[1, 3], [1, 5], [1, 7], [1, 16]] }) // prettier-ignore
    const again = await FeatureCache.open(root, key, dim)
    expect(await compute(again, lengths)).toEqual({ computed: 0, calls: [] })
    expect(again.find('text-of-20')?.fullLength).toBe(20)
    expect((await compute(again, [...lengths, 9])).computed).toBe(1)
  })

  test.each(Object.keys(key) as (keyof FeatureKey)[])('shares nothing between two values of %s', async (name) => {
    await compute(await FeatureCache.open(root, key, dim), [3])
    const other = { depth: 2, output: 'first', precision: 'float16', maxLength: 8, stripHtml: false }
    const changed = { ...key, [name]: { ...other, trunk: 'b', tokenizer: 'b' }[name] } as FeatureKey
    expect((await FeatureCache.open(root, changed, dim)).find('text-of-3')).toBeUndefined()
  })

  test('gives the features back, padded with zeros under a mask', async () => {
    const cache = await FeatureCache.open(root, key, dim)
    await compute(cache, [2, 3])
    const reader = new FeatureReader(cache)
    const { x, mask } = reader.read(['text-of-3', 'text-of-2'])
    expect(mask.arraySync()).toEqual([
      [1, 1, 1],
      [1, 1, 0],
    ])
    const rows = x.arraySync().map((matrix) => matrix.map(([first]) => Number(first.toFixed(4))))
    expect(rows).toEqual([
      [3, 3.1, 3.2],
      [2, 2.1, 0],
    ])
    reader.close()
  })

  test('reads the next texts while the ones before are computed with, to the same numbers', async () => {
    const cache = await FeatureCache.open(root, key, dim)
    await compute(cache, [2, 3, 4])
    const reader = new FeatureReader(cache)
    const batches = [['text-of-3', 'text-of-2'], ['text-of-4'], ['text-of-2', 'text-of-2']]
    const read: unknown[] = []
    for await (const [digests, ahead] of reader.readAhead(batches, (digests) => digests)) {
      expect([...ahead.keys()].sort()).toEqual([...new Set(digests)].sort())
      read.push(reader.read(digests, 4, ahead).x.arraySync())
    }
    expect(read).toEqual(batches.map((digests) => reader.read(digests, 4).x.arraySync()))
    reader.close()
  })

  test('says of a file that lost its end while it was read ahead that it has changed', async () => {
    const cache = await FeatureCache.open(root, key, dim)
    await compute(cache, [2])
    await truncate(cache.find('text-of-2')?.path ?? '', 3)
    const reader = new FeatureReader(cache)
    await expect(reader.readAhead([['text-of-2']], (digests) => digests).next()).rejects.toThrow('has changed')
    reader.close()
  })

  test.each([
    [
      'a flipped bit',
      async (path: string) => {
        const bytes = await readFile(path)
        bytes[5] ^= 1
        await writeFile(path, bytes)
      },
    ],
    ['a lost end', async (path: string) => truncate(path, (await stat(path)).size - 1)],
  ])('deletes a shard with %s and computes its texts again', async (_, damage) => {
    const cache = await FeatureCache.open(root, key, dim)
    await compute(cache, [2, 3])
    await compute(cache, [4])
    const shard = cache.find('text-of-3')?.path ?? ''
    await damage(shard)
    const reopened = await FeatureCache.open(root, key, dim)
    expect(await reopened.verify(['text-of-2', 'text-of-3', 'text-of-4'])).toBe(1)
    expect(await readdir(join(shard, '..'))).not.toContain(shard)
    expect((await compute(reopened, [2, 3, 4])).computed).toBe(2)
    expect(await reopened.verify(['text-of-2', 'text-of-3', 'text-of-4'])).toBe(0)
  })

  test.each([
    ['a number of rows', '"rows":2', '"rows":3', false],
    ['a place', '"offset":0', '"offset":8', false],
    ['a number of rows, without a checksum', '"rows":2', '"rows":3', true],
    ['a place, without a checksum', '"offset":0', '"offset":8', true],
    ['a length, so that it is no number', '"fullLength":2', '"fullLength":x', false],
  ])('deletes a shard in whose index %s was changed', async (_, from, to, isOld) => {
    const cache = await FeatureCache.open(root, key, dim)
    await compute(cache, [2, 3])
    const index = (cache.find('text-of-2')?.path ?? '').replace(/features$/, 'json')
    const text = await readFile(index, 'utf8')
    const written = isOld ? text.replace(/,"checksum":"[^"]*"/, '') : text
    await writeFile(index, written)
    expect((await FeatureCache.open(root, key, dim)).find('text-of-2')).toBeDefined()
    expect(written).toContain(from)
    await writeFile(index, written.replace(from, to))
    const reopened = await FeatureCache.open(root, key, dim)
    expect(reopened.find('text-of-2')).toBeUndefined()
    expect(await reopened.verify(['text-of-2'])).toBe(1)
    expect(await readdir(cache.folder)).toEqual(['key.json'])
  })

  test('sweeps what dead processes left of shards, and no other', async () => {
    const cache = await FeatureCache.open(root, key, dim)
    await compute(cache, [2])
    const whole = await readdir(cache.folder)
    const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const dead = markOf(999_999_999)
    const kept = [`${uuid}.${ownMark}.features.tmp`, `${uuid}.features.tmp`]
    for (const name of [...kept, `${uuid}.${dead}.features.tmp`, `${uuid}.${dead}.features`]) {
      await writeFile(join(cache.folder, name), 'half')
    }
    await sweepShards(root)
    expect((await readdir(cache.folder)).sort()).toEqual([...whole, ...kept].sort())
  })

  test('leaves no part of a shard behind when the trunk fails', async () => {
    const cache = await FeatureCache.open(root, key, dim)
    const failing = computeFeatures({
      dataset: datasetOf([2, 3]),
      tokenizer,
      openTrunk: () =>
        Promise.resolve({ run: () => Promise.reject(new Error('no memory')), close: () => Promise.resolve() }),
      caches: [cache],
      onProgress: () => undefined,
      onFreed: () => undefined,
      signal: new AbortController().signal,
    })
    await expect(failing).rejects.toThrow('no memory')
    expect(await readdir(cache.folder)).toEqual(['key.json'])
  })

  test('fills several depths in one pass, each with what it lacks', async () => {
    const [low, high] = [
      await FeatureCache.open(root, key, dim),
      await FeatureCache.open(root, { ...key, depth: 2 }, dim),
    ]
    await compute(low, [2, 3])
    const asked: number[][] = []
    const computed = await computeFeatures({
      dataset: datasetOf([2, 3, 4]),
      tokenizer,
      openTrunk: (shapes) => {
        asked.push(shapes.map(({ depth }) => depth))
        const run = (ids: Int32Array) =>
          Promise.resolve(shapes.map(({ depth }) => new Float32Array(ids.length * dim).fill(depth)))
        return Promise.resolve({ run, close: () => Promise.resolve() })
      },
      caches: [low, high],
      onProgress: () => undefined,
      onFreed: () => undefined,
      signal: new AbortController().signal,
    })
    expect([computed, asked]).toEqual([[1, 3], [[1, 2]]])
    const values = [low, high].map((cache) => {
      const reader = new FeatureReader(cache)
      const { x } = reader.read(['text-of-2', 'text-of-4'])
      reader.close()
      return x.arraySync().map((matrix) => matrix[0][0])
    })
    expect(values).toEqual([[2, 1], [2, 2]]) // prettier-ignore
  })

  test('says so when its folder cannot be written', async () => {
    await writeFile(join(root, 'features'), 'a file in the way')
    const cache = await FeatureCache.open(root, key, dim)
    await expect(compute(cache, [2])).rejects.toMatchObject({ code: 'output', message: expect.stringContaining(root) })
  })
})
