import { readdir, type FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { recipe } from '../../../shared/recipe.ts'
import { runReport } from '../../../shared/run-events.ts'
import type { RunStatus, RunSummary } from '../../../shared/run-record.ts'
import { openToRead, readText } from '../../disk/confinement.ts'

/** A run without an ending that was silent for so long has lost its process. */
const silence = 120_000
const ending = z.object({ kind: z.literal('failed'), error: z.object({ code: z.string() }) })
const beginning = z.object({ time: z.number() })

/** The runs in a folder, the newest first. Folders that are no runs are passed over. */
export async function listRuns(folder: string, now = Date.now()): Promise<RunSummary[]> {
  const names = await readdir(folder).catch(() => [])
  const runs = await Promise.all(names.map((name) => summarizeRun(join(folder, name), now)))
  return runs.filter((run) => run !== null).sort((a, b) => b.startedAt - a.startedAt)
}

/** A run's own files in short; null if the folder is none. */
export async function summarizeRun(folder: string, now = Date.now()): Promise<RunSummary | null> {
  const settings = recipe.safeParse(await readJson(join(folder, 'recipe.json')))
  if (!settings.success) return null
  const report = runReport.safeParse(await readJson(join(folder, 'report.json'))).data ?? null
  const events = await readEnds(join(folder, 'events.jsonl'))
  const status = report ? 'finished' : statusWithoutReport(events.last, now - events.changedAt)
  const startedAt = beginning.safeParse(parseJson(events.first)).data?.time ?? events.changedAt
  return { folder, name: basename(folder), startedAt, status, recipe: settings.data, report }
}

function statusWithoutReport(lastLine: string, age: number): RunStatus {
  const failed = ending.safeParse(parseJson(lastLine))
  if (failed.success) {
    const { code } = failed.data.error
    return code === 'cancelled' || code === 'interrupted' ? code : 'failed'
  }
  return age < silence ? 'running' : 'interrupted'
}

/** The first and the last line of a log, however long it is. */
async function readEnds(path: string): Promise<{ first: string; last: string; changedAt: number }> {
  const file = await openToRead(path).catch(() => null)
  if (!file) return { first: '', last: '', changedAt: 0 }
  try {
    const { size, mtimeMs } = await file.stat()
    const first = (await readAt(file, 0)).split('\n')[0]
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
