import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inEachPhase } from './phases.ts'
import type { Unbroken } from './unbroken.ts'

/** Features leave 64 MB free. */
const megabytes = 128
const minutes = 6

/**
 * Fills the disk of a job, a small one in memory, in each of its phases, and makes room again once the run waits for it.
 * Returns how many trainings were lost or came to other weights.
 */
export async function fillDisks(folder: string, unbroken: Unbroken): Promise<number> {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'lastlayer-faults', disk]).status !== 0) {
    console.log('Full disks: skipped, as no disk may be mounted here.')
    return 0
  }
  const filler = join(disk, 'filler')
  try {
    const lost = await inEachPhase(
      'a full disk',
      unbroken,
      minutes,
      (number) => join(disk, String(number)),
      (phase, note) =>
        async ({ reaches, says }) => {
          if (!(await reaches(phase))) return
          fill(filler)
          const hasWaited = await says('waits for room')
          note(hasWaited ? 'waited for room' : 'ended before')
          await delay(hasWaited ? 300 : 0)
          rmSync(filler)
        },
    )
    console.log(`A full disk in each phase: ${lost} trainings lost.`)
    return lost
  } finally {
    spawnSync('umount', [disk])
  }
}

/** Writes until nothing more can be written. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (const size of [2 ** 22, 2 ** 12, 1]) {
      const bytes = Buffer.alloc(size)
      try {
        for (;;) writeSync(file, bytes)
      } catch {
        // Less may still fit.
      }
    }
  } finally {
    closeSync(file)
  }
}
