import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemCode } from './atomic-files.ts'

/** The object in a JSON file; undefined if there is no such file, null if it is there and cannot be read. */
export function readStored(path: string): Readonly<Record<string, unknown>> | null | undefined {
  try {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as unknown
    const isObject = typeof stored === 'object' && stored !== null && !Array.isArray(stored)
    return isObject ? (stored as Record<string, unknown>) : null
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? undefined : null
  }
}

/** Moves a file that cannot be read aside, to `.damaged` beside it, so that a person may mend it; returns whether it did. */
export function keepDamaged(path: string): boolean {
  if (readStored(path) !== null) return false
  rmSync(`${path}.damaged`, { recursive: true, force: true })
  renameSync(path, `${path}.damaged`)
  return true
}

/** Writes a JSON file for this person's eyes, whole or not at all. One that cannot be read is kept aside. */
export function writeStored(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true })
  keepDamaged(path)
  const half = `${path}.${process.pid}.tmp`
  try {
    rmSync(half, { force: true })
    writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

/** The settings in the desktop's file, as {@link readStored} gives that: undefined if it has none, null if it is damaged. */
export function desktopSettings(stored: ReturnType<typeof readStored>): unknown {
  return stored ? stored.settings : stored
}
