import { appendFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Happening, RunEvent } from '../../../shared/run-events.ts'
import { eventsName, readEventLog } from '../../run-files/events.ts'
import { sealedLine } from '../../run-files/json-lines.ts'

/** Whether these events say how their run ended. */
export function hasEnding(events: readonly RunEvent[]): boolean {
  const kind = events.at(-1)?.kind
  return kind === 'finished' || kind === 'failed'
}

/**
 * Gives the log of a run whose process died an ending, unless it has one.
 * @returns the event on disk, or null if there is no log any more
 */
export async function endRunFolder(folder: string, ending: Happening): Promise<RunEvent | null> {
  const { events, end } = await readEventLog(folder)
  const last = events.at(-1)
  if (!last || hasEnding(events)) return last ?? null
  const event: RunEvent = { seq: last.seq + 1, time: Date.now(), ...ending }
  const log = join(folder, eventsName)
  await truncate(log, end)
  await appendFile(log, sealedLine(event))
  return event
}
