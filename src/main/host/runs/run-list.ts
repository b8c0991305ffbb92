import type { FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { storedRecipe } from '../../../shared/recipe.ts'
import { runReport } from '../../../shared/run-events.ts'
import { isLater } from '../../../shared/run-files.ts'
import type { RunStatus, RunSummary } from '../../../shared/run-record.ts'
import { openToRead, readText } from '../../disk/confinement.ts'
import { stepToGoOn } from '../../disk/resumption.ts'
import { isWorkedOn } from '../../disk/run-owner.ts'
import { readNames } from '../../disk/whole-folder.ts'

const ending = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished') }),
  z.object({ kind: z.literal('failed'), error: z.object({ code: z.string() }) }),
])
const beginning = z.object({ time: z.number() })

/**
 * The runs in a folder, the newest first. Folders that are no runs are passed over.
 * @throws LastlayerError `output` if the folder is there and cannot be read
 */
export async function listRuns(folder: string, now = Date.now()): Promise<RunSummary[]> {
  const names = await readNames(folder)
  const runs = await Promise.all(names.map((name) => summarizeRun(join(folder, name), now)))
  return runs.filter((run) => run !== null).sort((a, b) => b.startedAt - a.startedAt)
}

/** A run's own files in short; null if the folder is none. */
export async function summarizeRun(folder: string, now = Date.now()): Promise<RunSummary | null> {
  const written = await readJson(join(folder, 'recipe.json'))
  const isFromLater = isLater(written)
  const settings = storedRecipe.safeParse(written)
  if (!settings.success && !isFromLater) return null
  const events = await readEnds(join(folder, 'events.jsonl'))
  const startedAt = beginning.safeParse(parseJson(events.first)).data?.time ?? events.changedAt
  const about = { folder, name: basename(folder), startedAt }
  if (isFromLater || !settings.success)
    return { ...about, status: 'later', recipe: null, report: null, stepToGoOn: null }
  const stored = await readJson(join(folder, 'report.json'))
  // It is written whole, and at the very end: that it is there tells enough, whatever figures it has.
  const status =
    stored === undefined ? await statusWithoutReport(folder, events.last, now - events.changedAt) : 'finished'
  return {
    ...about,
    status,
    recipe: settings.data,
    report: runReport.safeParse(stored).data ?? null,
    stepToGoOn: status === 'running' || status === 'finished' ? null : await stepToGoOn(folder),
  }
}

async function statusWithoutReport(folder: string, lastLine: string, age: number): Promise<RunStatus> {
  const { data } = ending.safeParse(parseJson(lastLine))
  if (data === undefined) return (await isWorkedOn(folder, age)) ? 'running' : 'interrupted'
  if (data.kind === 'finished') return 'finished'
  const { code } = data.error
  return code === 'cancelled' || code === 'interrupted' ? code : 'failed'
}

/** The first and the last line of a log, however long it is. */
async function readEnds(path: string): Promise<{ first: string; last: string; changedAt: number }> {
  const file = await openToRead(path).catch(() => null)
  if (!file) return { first: '', last: '', changedAt: 0 }
  try {
    const { size, mtimeMs } = await file.stat()
    const first = (await readAt(file, 0)).split('\n')[0] ?? ''
    const last = (await readAt(file, Math.max(0, size - chunk))).trimEnd().split('\n').at(-1) ?? ''
    return { first, last, changedAt: mtimeMs }
  } finally {
    await file.close()
  }
}

const chunk = 65_536

async function readAt(file: FileHandle, position: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(chunk), 0, chunk, position)
  return buffer.toString('utf8', 0, bytesRead)
}

async function readJson(path: string): Promise<unknown> {
  return parseJson(await readText(path).catch(() => ''))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
