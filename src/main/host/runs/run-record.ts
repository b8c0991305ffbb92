import { join } from 'node:path'
import { datasetSummary } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { RunEvent } from '../../../shared/run-events.ts'
import { changedExamples, type RunRecord } from '../../../shared/run-record.ts'
import { readAbstention } from './abstention.ts'
import { summarizeRun } from './run-list.ts'
import { readJsonAs } from '../../disk/read-json.ts'
import { hasEnding, readEvents } from './run-log.ts'

/**
 * Everything that a run folder tells. What is missing or damaged in it is null or left out.
 * @param isCurrent whether the run goes on in this very application
 * @throws LastlayerError `output` if the folder is no run, its recipe cannot be read, or a later version wrote it
 */
export async function readRun(folder: string, isCurrent: boolean): Promise<RunRecord> {
  const found = await summarizeRun(folder)
  if (!found) {
    throw new LastlayerError('output', `${folder} cannot be opened as a run: its recipe.json is missing or damaged.`)
  }
  const { recipe } = found
  if (recipe === null) {
    throw new LastlayerError('output', `${folder} is a run from a later version of Lastlayer: open it with that one.`)
  }
  const summary = { ...found, recipe, ...(isCurrent && ({ status: 'running', stepToGoOn: null } as const)) }
  const events = await readEvents(folder)
  const [dataset, examples, abstainBelow] = await Promise.all([
    readJsonAs(join(folder, 'dataset.json'), datasetSummary),
    readJsonAs(join(folder, 'examples.json'), changedExamples),
    readAbstention(folder),
  ])
  const told = summary.status === 'interrupted' ? withEnding(events) : events
  return { summary, dataset, events: told, examples, abstainBelow }
}

/** The log of an interrupted run, ended as if its process had said so itself. */
function withEnding(events: RunEvent[]): RunEvent[] {
  if (hasEnding(events)) return events
  const last = events.at(-1) ?? { seq: 0, time: 0 }
  const error = { code: 'interrupted', message: 'This run was interrupted before it could end.' } as const
  return [...events, { seq: last.seq + 1, time: last.time, kind: 'failed', error }]
}
