import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FeatureCacheState } from '../../shared/feature-cache.ts'
import { diskSpace, makeFolder } from '../disk/atomic-files.ts'
import { folderSize } from '../disk/folder-size.ts'
import { isGone, ownMark } from '../disk/process-mark.ts'

// The cache keeps features in folders, one for each model, tokenizer and settings that they depend on. A process that
// works with one leaves its mark there, so that no other deletes it meanwhile.

/** The part of a disk that features may take, unless LASTLAYER_CACHE_GB says how much. */
const shareOfDisk = 0.2

/** Space that a write leaves free on the disk. */
export const diskReserve = 64 * 2 ** 20

const markEnd = '.user'
const marked = new Set<string>()

export interface FeatureFolder {
  readonly path: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly usedAt: number
  /** Whether a process works with it. */
  readonly isInUse: boolean
}

/** Where the features in a cache lie. */
export function featuresRoot(root: string): string {
  return join(root, 'features')
}

/** The folders of features, the one used longest ago first. */
export async function featureFolders(root: string): Promise<FeatureFolder[]> {
  const entries = await readdir(featuresRoot(root), { withFileTypes: true }).catch(() => [])
  const folders = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => look(join(featuresRoot(root), name))),
  )
  return folders.filter((one) => one !== null).sort((one, other) => one.usedAt - other.usedAt)
}

/** Null where it is gone meanwhile. */
async function look(path: string): Promise<FeatureFolder | null> {
  try {
    const [names, bytes, { mtimeMs }] = await Promise.all([readdir(path), folderSize(path), stat(path)])
    const marks = names.filter((name) => name.endsWith(markEnd)).map((name) => name.slice(0, -markEnd.length))
    return { path, bytes, usedAt: mtimeMs, isInUse: marks.some((mark) => !isGone(mark)) }
  } catch {
    return null
  }
}

/**
 * Keeps a folder of features, which is made if need be, from being deleted until {@link releaseFeatures}. Where that
 * cannot be, it is read all the same.
 */
export async function useFeatures(path: string): Promise<void> {
  marked.add(path)
  try {
    await makeFolder(path)
    await writeFile(join(path, ownMark + markEnd), '')
    await utimes(path, new Date(), new Date())
  } catch {
    // Whoever writes there says why it cannot be.
  }
}

/** This process works with no features any more. */
export async function releaseFeatures(): Promise<void> {
  for (const path of marked) await rm(join(path, ownMark + markEnd), { force: true }).catch(() => undefined)
  marked.clear()
}

/** Whether a file in a folder of features is the mark of a process that has ended. */
export function isLeftMark(name: string): boolean {
  return name.endsWith(markEnd) && isGone(name.slice(0, -markEnd.length))
}

/** Bytes that features may take, from LASTLAYER_CACHE_GB or else a share of the disk; Infinity where that does not say its size. */
export async function featureBudget(root: string, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const gigabytes = Number(env.LASTLAYER_CACHE_GB || NaN)
  if (gigabytes >= 0) return gigabytes * 1e9
  return shareOfDisk * (await diskSpace(root)).total
}

/**
 * Deletes the features used longest ago, until some more bytes fit into the budget and onto the disk. Those in use stay,
 * so that a run may take more than the budget.
 * @returns the bytes that were freed
 */
export async function makeRoomForFeatures(root: string, bytes: number): Promise<number> {
  const folders = await featureFolders(root)
  const [budget, { free }] = await Promise.all([featureBudget(root), diskSpace(root)])
  const kept = folders.reduce((sum, one) => sum + one.bytes, 0)
  let freed = 0
  for (const { path, bytes: size, isInUse } of folders) {
    if (kept - freed + bytes <= budget && free + freed >= bytes + diskReserve) break
    if (!isInUse && (await remove(path))) freed += size
  }
  return freed
}

/** What the features in a cache take, and what they may take. */
export async function cacheState(root: string): Promise<FeatureCacheState> {
  const [folders, budget] = await Promise.all([featureFolders(root), featureBudget(root)])
  const sum = (some: readonly FeatureFolder[]): number => some.reduce((total, { bytes }) => total + bytes, 0)
  return {
    bytes: sum(folders),
    inUse: sum(folders.filter(({ isInUse }) => isInUse)),
    budget: Number.isFinite(budget) ? budget : null,
  }
}

/** Deletes all features that no process works with. @returns the bytes that were freed */
export async function clearFeatures(root: string): Promise<number> {
  let freed = 0
  for (const { path, bytes, isInUse } of await featureFolders(root)) {
    if (!isInUse && (await remove(path))) freed += bytes
  }
  return freed
}

function remove(path: string): Promise<boolean> {
  return rm(path, { recursive: true }).then(
    () => true,
    () => false,
  )
}
