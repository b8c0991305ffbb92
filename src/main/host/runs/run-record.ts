import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { textFiles } from '../../../shared/model-files.ts'
import type { RunEvent } from '../../../shared/run-events.ts'
import { changedExamples, type RunRecord } from '../../../shared/run-record.ts'
import { isLost, readSummary } from './run-list.ts'
import { readJsonAs } from '../../disk/sealed-json.ts'
import { eventsName, readEventLog } from '../../run-files/events.ts'
import { readDatasetSummary } from '../../run-files/kept-file.ts'
import { readAbstention } from '../../run-files/model-config.ts'
import { areDigestsDamaged, changedFiles, digestsFile } from '../../run-files/model-digests.ts'
import { hasEnding } from './run-log.ts'

/**
 * Everything that a run folder tells. What is missing or damaged in it is null or left out.
 * @param isCurrent whether the run goes on in this very application
 * @throws LastlayerError `output` if the folder is no run, its recipe cannot be read, or a later version wrote it
 */
export async function readRun(folder: string, isCurrent: boolean): Promise<RunRecord> {
  const found = await readSummary(folder)
  if (!found) {
    throw new LastlayerError('output', `${folder} cannot be opened as a run: its recipe.json is missing or damaged.`)
  }
  const { recipe, status } = found.summary
  if (recipe === null) {
    throw new LastlayerError(
      'output',
      status === 'later'
        ? `${folder} is a run from a later version of Lastlayer: open it with that one.`
        : `${folder} cannot be opened: its recipe.json is damaged, and its log does not tell the recipe.`,
    )
  }
  const [log, dataset, examples, abstainBelow] = await Promise.all([
    readEventLog(folder),
    readDatasetSummary(folder),
    readJsonAs(join(folder, 'examples.json'), changedExamples),
    readAbstention(folder),
  ])
  const isLogDamaged =
    log.isDamaged ||
    found.summary.damaged.includes(eventsName) ||
    (status === 'finished' ? !hasEnding(log.events) : lastStep(log.events) < (found.summary.stepToGoOn ?? 0))
  const hasDataset = dataset.value !== null || dataset.state !== 'missing'
  const damaged = [
    ...found.summary.damaged.filter((name) => name !== eventsName),
    ...(hasDataset && isLost(dataset) ? ['dataset.json'] : []),
    ...(isLogDamaged ? [eventsName] : []),
    ...(await changedFiles(join(folder, 'model'), textFiles)).map((name) => `model/${name}`),
    ...((await areDigestsDamaged(join(folder, 'model'))) ? [`model/${digestsFile}`] : []),
  ]
  const current = isCurrent && { status: 'running' as const, stepToGoOn: null, damaged: [] }
  return {
    summary: { ...found.summary, recipe, damaged, report: found.report, ...current },
    dataset: dataset.value,
    events: status === 'interrupted' ? withEnding(log.events) : [...log.events],
    examples,
    abstainBelow,
  }
}

/** The last step that was told. A log that was cut tells fewer than the checkpoint has, which is written after them. */
function lastStep(events: readonly RunEvent[]): number {
  return events.findLast((event) => event.kind === 'step')?.step ?? 0
}

/** The log of an interrupted run, ended as if its process had said so itself. */
function withEnding(events: readonly RunEvent[]): RunEvent[] {
  if (hasEnding(events)) return [...events]
  const last = events.at(-1) ?? { seq: 0, time: 0 }
  const error = { code: 'interrupted', message: 'This run was interrupted before it could end.' } as const
  return [...events, { seq: last.seq + 1, time: last.time, kind: 'failed', error }]
}
