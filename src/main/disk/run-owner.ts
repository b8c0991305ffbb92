import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from './atomic-files.ts'
import { readText } from './confinement.ts'
import { isGone, ownMark } from './process-mark.ts'

// A run folder names the process that works in it. One that was killed cannot tidy up: the next start does, and the list
// of runs knows at once that it was interrupted.

const file = 'owner'

/** The folder, in that of a run, for what is gone after the run. */
export const inputsName = 'inputs'

/** Names this process as the one that works in a run folder. @throws LastlayerError `output` */
export async function ownRun(folder: string): Promise<void> {
  await writeFileAtomic(join(folder, file), ownMark)
}

/** The run is over. */
export async function disownRun(folder: string): Promise<void> {
  await rm(join(folder, file), { force: true })
}

/** Whether the process that worked in a run folder has ended before the run did. */
export async function hasLostOwner(folder: string): Promise<boolean> {
  return isGone(await readText(join(folder, file)).catch(() => ''))
}

/** Deletes what runs whose process is gone have left for their own use; best effort. */
export async function sweepRuns(runs: string): Promise<void> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const run = join(runs, entry.name)
    if (!entry.isDirectory() || !(await hasLostOwner(run))) continue
    await rm(join(run, inputsName), { recursive: true, force: true }).catch(() => undefined)
  }
}
