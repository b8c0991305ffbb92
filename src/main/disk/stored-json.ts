import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { at } from '../../shared/at.ts'
import { besides, hasNoSuchCall, waitForHolder } from './atomic-files.ts'
import { parseSealed, seal } from './sealed-json.ts'

const mostCopies = 5

/** The object in a JSON file; undefined if there is no such file, null if it is there and cannot be read, or is damaged. */
export function readStored(path: string): Readonly<Record<string, unknown>> | null | undefined {
  try {
    // A link that leads nowhere is there: someone meant a file that cannot be read now.
    if (!lstatSync(path, { throwIfNoEntry: false })) return undefined
    const stored = parseSealed(readFileSync(path, 'utf8'))
    const isObject = typeof stored === 'object' && stored !== null && !Array.isArray(stored)
    return isObject ? (stored as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Moves a file that cannot be read aside, so that a person may mend it; returns whether it did. */
export function keepDamaged(path: string): boolean {
  if (readStored(path) !== null) return false
  if (isKept(path)) rmSync(path)
  else {
    const aside = placeAside(path)
    rmSync(aside, { recursive: true, force: true })
    replaceNow(path, aside)
  }
  return true
}

/** Copies a file aside of which something could not be read and will be overwritten, unless that was done before. */
export function keepCopy(path: string): void {
  if (!isKept(path)) copyFileSync(path, placeAside(path))
}

/** `.damaged`, `.damaged-2` and so on beside a file. */
function placesAside(path: string): string[] {
  return Array.from({ length: mostCopies }, (_, i) => `${path}.damaged${i === 0 ? '' : `-${i + 1}`}`)
}

/** The first that is free; the last, if none is. */
function placeAside(path: string): string {
  const places = placesAside(path)
  return places.find((place) => !lstatSync(place, { throwIfNoEntry: false })) ?? at(places, mostCopies - 1)
}

/** Whether one of the files aside has this content. */
function isKept(path: string): boolean {
  const content = contentOf(path)
  return content !== null && placesAside(path).some((place) => contentOf(place)?.equals(content))
}

function contentOf(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}

/** Writes a JSON file for this person's eyes, whole or not at all. One that cannot be read is kept aside. */
export function writeStored(path: string, value: object): void {
  makeFolder(dirname(path))
  keepDamaged(path)
  const half = besides(path)
  try {
    writeFileSync(half, `${JSON.stringify(seal(value), null, 2)}\n`, { mode: 0o600 })
    syncNow(half)
    replaceNow(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

/** As atomic-files has it, at once. */
function syncNow(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } catch (error) {
    if (!hasNoSuchCall(error)) throw error
  } finally {
    closeSync(file)
  }
}

/** As atomic-files has it, at once. */
function replaceNow(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      return renameSync(from, to)
    } catch (error) {
      const wait = waitForHolder(attempt, error)
      if (wait === null) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
    }
  }
}

/** As atomic-files has it, at once: Node's own recursive mkdir never ends below /proc and the like. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** The settings in the desktop's file, as {@link readStored} gives that: undefined if it has none, null if it is damaged. */
export function desktopSettings(stored: ReturnType<typeof readStored>): unknown {
  return stored ? stored.settings : stored
}
