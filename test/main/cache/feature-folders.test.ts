import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import {
  cacheState,
  clearFeatures,
  featureBudget,
  featureFolders,
  makeRoomForFeatures,
  releaseFeatures,
  useFeatures,
} from '../../../src/main/cache/feature-folders.ts'
import { markOf } from '../../../src/main/disk/process-mark.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Folders of 1,000 bytes each, of which the first was used longest ago. */
async function cacheOf(...names: readonly string[]): Promise<string> {
  const root = await temporaryFolder()
  for (const [i, name] of names.entries()) {
    const folder = join(root, 'features', name)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'a.features'), new Uint8Array(1000))
    await utimes(folder, i + 1, i + 1)
  }
  return root
}

const left = async (root: string): Promise<string[]> => (await readdir(join(root, 'features'))).sort()

/** The environment's budget, in bytes, while something is done. */
async function within<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  process.env.LASTLAYER_CACHE_GB = String(bytes / 1e9)
  return work().finally(() => delete process.env.LASTLAYER_CACHE_GB)
}

test('What was used longest ago makes room, and no more of it than is needed', async () => {
  const root = await cacheOf('oldest', 'older', 'new')
  expect(await within(3500, () => makeRoomForFeatures(root, 500))).toBe(0)
  expect(await within(3500, () => makeRoomForFeatures(root, 1200))).toBe(1000)
  expect(await left(root)).toEqual(['new', 'older'])
})

test('A folder that a living process works with stays, whatever the budget; one whose process has ended goes', async () => {
  const root = await cacheOf('mine', 'left')
  await useFeatures(join(root, 'features', 'mine'))
  await writeFile(join(root, 'features', 'left', `${markOf(2 ** 22 + 1)}.user`), '')
  const inUse = (await featureFolders(root)).map(({ path, isInUse }) => [basename(path), isInUse])
  expect(Object.fromEntries(inUse)).toEqual({ mine: true, left: false })
  expect(await within(0, () => makeRoomForFeatures(root, 500))).toBe(1000)
  expect(await left(root)).toEqual(['mine'])
  expect(await clearFeatures(root)).toBe(0)
  await releaseFeatures()
  expect(await clearFeatures(root)).toBe(1000)
  expect(await left(root)).toEqual([])
})

test('To use a folder makes it the one used last', async () => {
  const root = await cacheOf('oldest', 'newer')
  await useFeatures(join(root, 'features', 'oldest'))
  await releaseFeatures()
  await within(1500, () => makeRoomForFeatures(root, 0))
  expect(await left(root)).toEqual(['oldest'])
})

test('The budget is what is asked for, else a share of the disk', async () => {
  const root = await cacheOf('one')
  expect(await featureBudget(root, { LASTLAYER_CACHE_GB: '1.5' })).toBe(1.5e9)
  expect(await featureBudget(root, {})).toBeGreaterThan(1e6)
  expect(await within(5000, () => cacheState(root))).toEqual({ bytes: 1000, inUse: 0, budget: 5000 })
})

test('Where nothing was ever kept, nothing is taken and nothing deleted', async () => {
  const root = join(await temporaryFolder(), 'none')
  expect(await cacheState(root)).toMatchObject({ bytes: 0, inUse: 0 })
  expect(await makeRoomForFeatures(root, 1000)).toBe(0)
  expect(await clearFeatures(root)).toBe(0)
})
