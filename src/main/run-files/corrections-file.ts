import { join } from 'node:path'
import { corrections, type Correction } from '../../shared/corrections.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { isLater, runVersion } from '../../shared/run-files.ts'
import { systemCode } from '../disk/atomic-files.ts'
import { lookAt, readText } from '../disk/confinement.ts'
import { parseSealed, writeSealed } from '../disk/sealed-json.ts'

const name = 'corrections.json'

/**
 * The corrections in a file, or in the folder of a run.
 * @throws LastlayerError `usage` if there is no such file, it is damaged, or it may not be read
 */
export async function readCorrections(path: string): Promise<Correction[]> {
  const found = await lookAt(path).catch((error: unknown) => {
    throw error instanceof LastlayerError ? error : missing(path, error)
  })
  const file = found.isDirectory() ? join(path, name) : path
  const text = await readText(file).catch((error: unknown) => {
    throw error instanceof LastlayerError ? error : missing(file, error)
  })
  return parse(file, text)
}

/** The corrections that a run's folder has: none where there is no file. @throws LastlayerError `usage` if it is damaged */
export async function correctionsOf(run: string): Promise<Correction[]> {
  const file = join(run, name)
  const text = await readText(file).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  return text === null ? [] : parse(file, text)
}

/** Writes a run's corrections. @throws LastlayerError `output` */
export async function writeCorrections(run: string, all: readonly Correction[]): Promise<void> {
  await writeSealed(join(run, name), { version: runVersion, corrections: all })
}

function parse(file: string, text: string): Correction[] {
  const stored = parseSealed(text)
  if (isLater(stored)) throw new LastlayerError('usage', `${file} is from a later version of Lastlayer: use that one.`)
  const { data } = corrections.safeParse(stored)
  if (data !== undefined) return data.corrections
  throw new LastlayerError(
    'usage',
    `${file} is damaged: mend it or move it away. If you have changed it yourself, delete its checksum.`,
  )
}

function missing(path: string, cause: unknown): LastlayerError {
  const advice = 'name a run in which labels were corrected (desk RUN), or its corrections.json'
  return new LastlayerError('usage', `There are no corrections at ${path}: ${advice}.`, { cause })
}
