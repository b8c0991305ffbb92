import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/**
 * Why there is no lock to be had for a folder of ours, where that is not because the application is open already on this
 * machine: null then, for that window has come to the front. But on Windows, Chromium's lock is a link to the name of the
 * machine and the number of the process that has the folder; some network disks take no links.
 */
export function whyNotAlone(folder: string): string | null {
  if (process.platform === 'win32') return null
  const remedy = 'choose a folder on a disk of this machine with LASTLAYER_HOME'
  try {
    const holder = readlinkSync(join(folder, 'SingletonLock')).replace(/-\d+$/, '')
    if (holder === hostname()) return null
    return `Lastlayer is open in ${folder} on the machine ${holder}. Close it there, or ${remedy}.`
  } catch {
    return `The disk of ${folder} takes no locks, as some network disks do not: ${remedy}.`
  }
}
