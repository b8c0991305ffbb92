import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { storedRecipe } from '../../../shared/recipe.ts'
import { runEvent, type Happening, type RunEvent } from '../../../shared/run-events.ts'
import { readText } from '../../disk/confinement.ts'

/** The event with a recipe in it, which an earlier version may have written. */
const started = z.looseObject({ kind: z.literal('started'), recipe: storedRecipe })

/** Reads a run's log. Lines that a dying process left half-written are passed over. */
export async function readEvents(folder: string): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for (const line of (await readText(join(folder, 'events.jsonl')).catch(() => '')).split('\n')) {
    const value = parseJson(line)
    const parsed = runEvent.safeParse(started.safeParse(value).data ?? value)
    if (parsed.success) events.push(parsed.data)
  }
  return events
}

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
  const events = await readEvents(folder)
  const last = events.at(-1)
  if (!last || hasEnding(events)) return last ?? null
  const event: RunEvent = { seq: last.seq + 1, time: Date.now(), ...ending }
  // The line before may lack its end.
  await appendFile(join(folder, 'events.jsonl'), `\n${JSON.stringify(event)}\n`)
  return event
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
