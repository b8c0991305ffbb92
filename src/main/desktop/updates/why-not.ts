import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Why a copy cannot look for updates; null where it can. electron-builder leaves the address in a file. */
export function whyNoUpdates(isPackaged: boolean, resources: string): string | null {
  if (!isPackaged) return 'It runs from its sources: fetch those anew.'
  if (existsSync(join(resources, 'app-update.yml'))) return null
  return 'It was packaged without an address for updates: look for a new one where you have it from.'
}
