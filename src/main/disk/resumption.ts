import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from './whole-folder.ts'

// What a run needs to be gone on with, in its folder: what it works from, and how far it has come. Both are there as long
// as they may be needed, and no longer.

/** The folder, in that of a run, for what it works from. */
export const inputsName = 'inputs'

/** In that folder the list of the examples, written last: with it everything is there. */
export const examplesName = 'examples.jsonl'

/** The folder, in that of a run, for its checkpoints. */
export const checkpointsName = 'checkpoint'

/** Written when a run has everything. */
export const reportName = 'report.json'

/** A checkpoint, by its name: how many events came before it, and how many steps were taken. */
export interface CheckpointPlace {
  readonly seq: number
  readonly step: number
  /** Whether it was kept between two epochs. */
  readonly isWhole: boolean
  /** Its path, without an ending. */
  readonly path: string
}

/** The path, without an ending, of a checkpoint. */
export function checkpointPath(run: string, seq: number, step: number, isWhole: boolean): string {
  return join(run, checkpointsName, `${seq}-step-${step}${isWhole ? '-whole' : ''}`)
}

/** The checkpoints of a run, the newest first; they may be damaged. */
export async function listCheckpoints(run: string): Promise<CheckpointPlace[]> {
  const names = await namesIn(join(run, checkpointsName)).catch(() => [])
  return names
    .flatMap((name) => {
      const [, seq, step, whole] = /^(\d+)-step-(\d+)(-whole)?\.json$/.exec(name) ?? []
      return seq === undefined ? [] : [{ seq: Number(seq), step: Number(step), isWhole: whole !== undefined }]
    })
    .sort((a, b) => b.step - a.step || b.seq - a.seq)
    .map((place) => ({ ...place, path: checkpointPath(run, place.seq, place.step, place.isWhole) }))
}

/** Deletes a checkpoint. */
export async function removeCheckpoint({ path }: Pick<CheckpointPlace, 'path'>): Promise<void> {
  for (const ending of ['json', 'safetensors']) await rm(`${path}.${ending}`, { force: true })
}

/** The step from which a run can be gone on with: 0 if it has its texts alone; null if it has nothing to go on with, or is finished. */
export async function stepToGoOn(run: string): Promise<number | null> {
  if (existsSync(join(run, reportName)) || !existsSync(join(run, inputsName, examplesName))) return null
  const [newest] = await listCheckpoints(run)
  return newest?.step ?? 0
}

/** The run is not to be gone on with: deletes what was kept for that; best effort, as nothing of it will be read. */
export async function forgetResumption(run: string): Promise<void> {
  for (const name of [checkpointsName, inputsName]) {
    // Where somebody still reads a file, a network disk takes a moment until its folder is empty.
    await rm(join(run, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}
