import { existsSync } from 'node:fs'
import { stat, type FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { RunReport } from '../../../shared/run-events.ts'
import { outcomeOf, type RunStatus, type RunSummary } from '../../../shared/run-record.ts'
import { openToRead } from '../../disk/confinement.ts'
import { reportName, stepToGoOn } from '../../disk/resumption.ts'
import { isWorkedOn } from '../../disk/run-owner.ts'
import { parseSealed } from '../../disk/sealed-json.ts'
import { readNames } from '../../disk/whole-folder.ts'
import { readCaption } from '../../run-files/caption.ts'
import { eventsName } from '../../run-files/events.ts'
import { readRecipe, readReport, type KeptFile } from '../../run-files/kept-file.ts'
import { RunIndex } from './run-index.ts'

const ending = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished') }),
  z.object({ kind: z.literal('failed'), error: z.object({ code: z.string() }) }),
])
type Ending = z.infer<typeof ending>
const beginning = z.object({ time: z.number() })
const stepTold = z.object({ kind: z.literal('step'), step: z.int() })

/** Runs that are looked at at a time. */
const atOnce = 64

/**
 * The runs in a folder, the newest first. Folders that are no runs are passed over.
 * @throws LastlayerError `output` if the folder is there and cannot be read
 */
export async function listRuns(folder: string, now = Date.now()): Promise<RunSummary[]> {
  const names = await readNames(folder)
  const index = await RunIndex.open(folder, now)
  const runs: RunSummary[] = []
  for (let start = 0; start < names.length; start += atOnce) {
    const some = names
      .slice(start, start + atOnce)
      .map((name) => index.find(name, () => summarizeRun(join(folder, name), now)))
    runs.push(...(await Promise.all(some)).filter((run) => run !== null))
  }
  await index.close()
  return runs.sort((a, b) => b.startedAt - a.startedAt)
}

/** A run's own files in short; null if the folder is none. */
export async function summarizeRun(folder: string, now = Date.now()): Promise<RunSummary | null> {
  return (await readSummary(folder, now))?.summary ?? null
}

/** {@link summarizeRun}, with the whole report of a run that finished. */
export async function readSummary(
  folder: string,
  now = Date.now(),
): Promise<{ summary: RunSummary; report: RunReport | null } | null> {
  const recipe = await readRecipe(folder)
  if (recipe.state === 'missing' && recipe.value === null) return null
  const log = await readEnds(join(folder, eventsName))
  const startedAt = log.beganAt ?? (await writtenAt(join(folder, 'recipe.json'))) ?? log.changedAt
  const caption = await readCaption(folder)
  const about = { folder, name: basename(folder), startedAt, ...(caption && { caption }) }
  const none = { recipe: null, outcome: null, stepToGoOn: null, damaged: [] }
  if (recipe.state === 'later') return { summary: { ...about, ...none, status: 'later' }, report: null }
  // It is written whole, and at the very end: that it is there tells enough, whatever figures it has.
  const isFinished = existsSync(join(folder, reportName)) || log.ending?.kind === 'finished'
  const report = isFinished ? await readReport(folder) : null
  const status = isFinished ? 'finished' : await statusWithoutReport(folder, log, now)
  const toGoOn = status === 'running' || status === 'finished' ? null : await stepToGoOn(folder)
  // The checkpoint is written after the steps before it are told.
  const isCut = toGoOn !== null && log.lastStep !== null && log.lastStep < toGoOn
  return {
    summary: {
      ...about,
      status: recipe.value === null ? 'damaged' : status,
      recipe: recipe.value,
      stepToGoOn: toGoOn,
      outcome: report?.value ? outcomeOf(report.value) : null,
      damaged: [
        ...(isLost(recipe) || recipe.value === null ? ['recipe.json'] : []),
        ...(report && isLost(report) ? [reportName] : []),
        ...(log.isDamaged || isCut || (log.beganAt === null && status !== 'running') ? [eventsName] : []),
      ],
    },
    report: report?.value ?? null,
  }
}

/** Whether a file is not there as it was written. */
export function isLost({ state }: KeptFile<unknown>): boolean {
  return state === 'missing' || state === 'damaged'
}

async function writtenAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  )
}

async function statusWithoutReport(folder: string, { ending: last, changedAt }: Ends, now: number): Promise<RunStatus> {
  if (last === null) return (await isWorkedOn(folder, changedAt, now)) ? 'running' : 'interrupted'
  if (last.kind === 'finished') return 'finished'
  const { code } = last.error
  if (code === 'memory') return 'interrupted'
  return code === 'cancelled' || code === 'interrupted' ? code : 'failed'
}

interface Ends {
  /** When the first event happened that can be read; null if none can. */
  readonly beganAt: number | null
  /** What the last event says of the end. */
  readonly ending: Ending | null
  readonly changedAt: number
  readonly isDamaged: boolean
  /** The last step that was told; null where none is near the end. */
  readonly lastStep: number | null
}

/** The first and the last line of a log, however long it is. */
async function readEnds(path: string): Promise<Ends> {
  const file = await openToRead(path).catch(() => null)
  if (!file) return { beganAt: null, ending: null, changedAt: 0, isDamaged: false, lastStep: null }
  try {
    const { size, mtimeMs } = await file.stat()
    // Half a line at the end is what a dying process leaves.
    const first = wholeLines(await readAt(file, 0))
    const lastLines = wholeLines(await readAt(file, Math.max(0, size - chunk)))
    const last = lastLines.at(-1)
    const end = last === undefined ? undefined : parseSealed(last)
    const isLong = last !== undefined && Buffer.byteLength(last) > chunk - 2
    return {
      beganAt: firstTime(first),
      ending: ending.safeParse(end).data ?? null,
      changedAt: mtimeMs,
      isDamaged:
        (first[0] !== undefined && parseSealed(first[0]) === undefined) ||
        (last !== undefined && end === undefined && !isLong),
      lastStep: lastStep(lastLines),
    }
  } finally {
    await file.close()
  }
}

function lastStep(lines: readonly string[]): number | null {
  for (const line of lines.toReversed()) {
    const { data } = stepTold.safeParse(parseSealed(line))
    if (data !== undefined) return data.step
  }
  return null
}

function firstTime(lines: readonly string[]): number | null {
  for (const line of lines) {
    const { data } = beginning.safeParse(parseSealed(line))
    if (data !== undefined) return data.time
  }
  return null
}

const chunk = 65_536

async function readAt(file: FileHandle, position: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(chunk), 0, chunk, position)
  return buffer.toString('utf8', 0, bytesRead)
}

function wholeLines(text: string): string[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
}
