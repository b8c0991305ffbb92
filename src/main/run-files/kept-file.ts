import { join } from 'node:path'
import type { z } from 'zod'
import { datasetSummary, type DatasetSummary } from '../../shared/dataset-summary.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { storedRecipe, type Recipe } from '../../shared/recipe.ts'
import { runReport, type RunEvent, type RunReport } from '../../shared/run-events.ts'
import { isLater } from '../../shared/run-files.ts'
import { systemCode } from '../disk/atomic-files.ts'
import { readText } from '../disk/confinement.ts'
import { parseSealed } from '../disk/sealed-json.ts'
import { readEventLog } from './events.ts'

/**
 * A file of a run. One that is missing or damaged has the value that the events of the run tell; null if they do not.
 * `unfit`: it is what was written, or of an earlier version, and lacks what this version asks for.
 */
export interface KeptFile<T> {
  readonly state: 'whole' | 'missing' | 'damaged' | 'unfit' | 'later'
  readonly value: T | null
}

/** What a run was to do: its recipe.json. */
export function readRecipe(run: string): Promise<KeptFile<Recipe>> {
  return readKept(join(run, 'recipe.json'), storedRecipe, run, (event) =>
    event.kind === 'started' ? event.recipe : undefined,
  )
}

/** What a run works on: its dataset.json. */
export function readDatasetSummary(run: string): Promise<KeptFile<DatasetSummary>> {
  return readKept(join(run, 'dataset.json'), datasetSummary, run, (event) =>
    event.kind === 'dataset' ? event.summary : undefined,
  )
}

/** What a finished run came to: its report.json. */
export function readReport(run: string): Promise<KeptFile<RunReport>> {
  return readKept(join(run, 'report.json'), runReport, run, (event) =>
    event.kind === 'finished' ? event.report : undefined,
  )
}

/** The error for a file of a run that is damaged, with nothing left to tell what it held. */
export function notTold(path: string): LastlayerError {
  return new LastlayerError(
    'output',
    `${path} is damaged, and the log of the run does not tell what it held: train again.`,
  )
}

/** @param told what an event tells of the file */
async function readKept<T>(
  path: string,
  schema: z.ZodType<T>,
  run: string,
  told: (event: RunEvent) => T | undefined,
): Promise<KeptFile<T>> {
  const text = await readText(path).catch((error: unknown) => (isMissing(error) ? null : ''))
  const stored = parseSealed(text ?? '')
  if (isLater(stored)) return { state: 'later', value: null }
  const { data } = schema.safeParse(stored)
  if (data !== undefined) return { state: 'whole', value: data }
  const value = firstOf((await readEventLog(run)).events, told)
  return { state: text === null ? 'missing' : stored === undefined ? 'damaged' : 'unfit', value }
}

/** What this process may not read is not there for it. */
function isMissing(error: unknown): boolean {
  return error instanceof LastlayerError || /^(ENOENT|ENOTDIR)$/.test(systemCode(error) ?? '')
}

function firstOf<T>(events: readonly RunEvent[], told: (event: RunEvent) => T | undefined): T | null {
  for (const event of events) {
    const value = told(event)
    if (value !== undefined) return value
  }
  return null
}
