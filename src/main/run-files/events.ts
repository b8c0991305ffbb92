import { join } from 'node:path'
import { z } from 'zod'
import { storedRecipe } from '../../shared/recipe.ts'
import { runEvent, type RunEvent } from '../../shared/run-events.ts'
import { openToRead } from '../disk/confinement.ts'
import { linesOf, parseLine } from './json-lines.ts'

export const eventsName = 'events.jsonl'

/** The event with a recipe in it, which an earlier version may have written. */
const started = z.looseObject({ kind: z.literal('started'), recipe: storedRecipe })

/** What the log of a run tells. */
export interface EventLog {
  readonly events: readonly RunEvent[]
  /** Whether some are lost. The half line that a dying process leaves at the end is not. */
  readonly isDamaged: boolean
  /** Bytes up to the end of its last whole line. */
  readonly end: number
}

/** Reads a run's log; an empty one if there is none. Lines that are not what was written are passed over. */
export async function readEventLog(run: string): Promise<EventLog> {
  const file = await openToRead(join(run, eventsName)).catch(() => null)
  if (file === null) return { events: [], isDamaged: false, end: 0 }
  try {
    const { size } = await file.stat()
    const events: RunEvent[] = []
    let [isDamaged, isLastLost, end] = [false, false, 0]
    for await (const { bytes, start } of linesOf(file)) {
      const isWhole = start + bytes.length < size
      if (isWhole) end = start + bytes.length + 1
      const event = parseEvent(bytes)
      isLastLost = event === undefined && isWhole
      if (event === undefined) continue
      events.push(event)
      if (event.seq !== events.length) isDamaged = true
    }
    return { events, isDamaged: isDamaged || isLastLost, end }
  } finally {
    await file.close()
  }
}

/** The event in a line of the log; undefined if it is damaged. */
export function parseEvent(line: Buffer): RunEvent | undefined {
  const value = parseLine(line)
  return runEvent.safeParse(started.safeParse(value).data ?? value).data
}
