import { hash } from 'node:crypto'
import type { z } from 'zod'
import { writeFileAtomic } from './atomic-files.ts'
import { readText } from './confinement.ts'

// A disk, a cable or a careless program may change what was written. A checksum in each file, and in each line of a log,
// tells: what is read is what was written, or is known to be damaged. It is no guard against intent.

/** Hexadecimal digits of a checksum. */
const digits = 16

/** The same object with a checksum of everything in it. */
export function seal(value: object): object {
  return { ...value, checksum: checksumOf(value) }
}

/**
 * What was sealed, without its checksum; undefined if it is not what was written. What has no checksum is of an earlier
 * version, and taken as it is.
 */
export function unseal(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('checksum' in stored)) return stored
  const { checksum, ...value } = stored
  return checksum === checksumOf(value) ? value : undefined
}

/** Parses JSON that may be sealed; undefined if it is damaged. */
export function parseSealed(text: string): unknown {
  try {
    return unseal(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Characters of a file that a person may read; with every number on a line of its own a larger one may be too long for a string. */
const readable = 1_000_000

/** Writes an object as a JSON file with a checksum, which appears whole or not at all. @throws LastlayerError `output` */
export async function writeSealed(path: string, value: object): Promise<void> {
  const sealed = seal(value)
  const text = JSON.stringify(sealed)
  await writeFileAtomic(path, `${text.length > readable ? text : JSON.stringify(sealed, null, 2)}\n`)
}

/** What a JSON file holds, as its schema has it; null where it is missing, damaged, or not to be read by this process. */
export async function readJsonAs<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readText(path).catch(() => '')
  return schema.safeParse(parseSealed(text)).data ?? null
}

function checksumOf(value: object): string {
  return hash('sha256', JSON.stringify(value)).slice(0, digits)
}
