import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { besides, writeFileAtomic } from './atomic-files.ts'
import { readText } from './confinement.ts'
import { holderOf, isGone, isOfThisMachine, ownMark } from './process-mark.ts'
import { forgetResumption, stepToGoOn } from './resumption.ts'
import { sweepHalves } from './temporary-folder.ts'

// A run folder names the process that works in it. One that was killed cannot tidy up: the next start does, and the list
// of runs knows at once that it was interrupted.

const file = 'owner'

/** A run of another machine that was silent for so long, in milliseconds, has lost its process. */
const silence = 120_000

/** Milliseconds between two signs of life, for other machines. */
const beat = 30_000

/** Names this process as the one that works in a run folder. @throws LastlayerError `output` */
export async function ownRun(folder: string): Promise<void> {
  await writeFileAtomic(join(folder, file), ownMark)
}

/**
 * Names this process again and again, as a run may be silent for long, until the function that is returned is called.
 * @param onLost is called where another process has taken the run meanwhile: that of another machine, while this one slept
 */
export function keepOwning(folder: string, onLost: () => void): () => void {
  const renew = async (): Promise<void> => {
    const owner = await readFile(join(folder, file), 'utf8')
    if (owner === ownMark) await ownRun(folder)
    else onLost()
  }
  // A disk that does not answer is told by the work itself.
  const timer = setInterval(() => void renew().catch(() => undefined), beat)
  timer.unref()
  return () => clearInterval(timer)
}

/** The process has ended its work in a run folder. */
export async function disownRun(folder: string): Promise<void> {
  if ((await ownerOf(folder)) === ownMark) await rm(join(folder, file), { force: true })
}

/** Whether the process that worked in a run folder has ended before the run did. */
export async function hasLostOwner(folder: string): Promise<boolean> {
  return isGone(await ownerOf(folder))
}

/**
 * Whether a process works in the folder of a run without an ending. Of this machine that is known, however long it says
 * nothing; of others, and of earlier versions, its last sign of life tells: its last event, or its name.
 * @param now and `lastEvent` are times in milliseconds
 */
export async function isWorkedOn(folder: string, lastEvent: number, now: number): Promise<boolean> {
  const owner = await ownerOf(folder)
  if (isOfThisMachine(owner)) return !isGone(owner)
  // A clock that was set back makes a time negative.
  return Math.abs(now - Math.max(lastEvent, await changeOf(join(folder, file)))) < silence
}

/** The process that has named itself as the one that works in a run folder, in words, if it may still do so; else null. */
export async function holderOfRun(folder: string): Promise<string | null> {
  const owner = await ownerOf(folder)
  if (owner === '') return null
  const isHeld = await isWorkedOn(folder, await changeOf(join(folder, 'events.jsonl')), await timeIn(folder))
  return isHeld ? holderOf(owner, join(folder, file)) : null
}

/** The time in milliseconds by the clock that dates the files of a folder: on a network disk it is another than ours. */
async function timeIn(folder: string): Promise<number> {
  const probe = besides(join(folder, 'clock'))
  await writeFile(probe, '').catch(() => undefined)
  const time = await changeOf(probe)
  await rm(probe, { force: true }).catch(() => undefined)
  return time || Date.now()
}

/** When a file was changed, in milliseconds; 0 if it is not there. */
async function changeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}

/** Deletes what processes that are gone have left in runs, unless these can be gone on with by it; best effort. */
export async function sweepRuns(runs: string): Promise<void> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const run = join(runs, entry.name)
    if (!entry.isDirectory()) continue
    const isLost = await hasLostOwner(run)
    await sweepHalves(run, isLost)
    if (isLost && (await stepToGoOn(run)) === null) await forgetResumption(run)
  }
}

function ownerOf(folder: string): Promise<string> {
  return readText(join(folder, file)).catch(() => '')
}
