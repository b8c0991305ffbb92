import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from './atomic-files.ts'
import { readText } from './confinement.ts'
import { isGone, isOfThisMachine, ownMark } from './process-mark.ts'
import { forgetResumption, stepToGoOn } from './resumption.ts'
import { sweepHalves } from './temporary-folder.ts'

// A run folder names the process that works in it. One that was killed cannot tidy up: the next start does, and the list
// of runs knows at once that it was interrupted.

const file = 'owner'

/** A run of another machine that was silent for so long, in milliseconds, has lost its process. */
const silence = 120_000

/** Names this process as the one that works in a run folder. @throws LastlayerError `output` */
export async function ownRun(folder: string): Promise<void> {
  await writeFileAtomic(join(folder, file), ownMark)
}

/** The process has ended its work in a run folder. */
export async function disownRun(folder: string): Promise<void> {
  await rm(join(folder, file), { force: true })
}

/** Whether the process that worked in a run folder has ended before the run did. */
export async function hasLostOwner(folder: string): Promise<boolean> {
  return isGone(await ownerOf(folder))
}

/**
 * Whether a process works in the folder of a run without an ending. Of this machine that is known, however long it says
 * nothing; of others, and of earlier versions, its last event tells, which is so many milliseconds old.
 */
export async function isWorkedOn(folder: string, silentFor: number): Promise<boolean> {
  const owner = await ownerOf(folder)
  // A clock that was set back makes a time negative.
  return isOfThisMachine(owner) ? !isGone(owner) : Math.abs(silentFor) < silence
}

/** Whether a process has named itself as the one that works in a run folder, and may still do so. */
export async function isHeld(folder: string): Promise<boolean> {
  if ((await ownerOf(folder)) === '') return false
  const { mtimeMs } = await stat(join(folder, 'events.jsonl')).catch(() => ({ mtimeMs: 0 }))
  return isWorkedOn(folder, Date.now() - mtimeMs)
}

/** Deletes what processes that are gone have left in runs, unless these can be gone on with by it; best effort. */
export async function sweepRuns(runs: string): Promise<void> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const run = join(runs, entry.name)
    if (!entry.isDirectory()) continue
    const isLost = await hasLostOwner(run)
    await sweepHalves(run, isLost)
    if (isLost && (await stepToGoOn(run)) === null) await forgetResumption(run).catch(() => undefined)
  }
}

function ownerOf(folder: string): Promise<string> {
  return readText(join(folder, file)).catch(() => '')
}
