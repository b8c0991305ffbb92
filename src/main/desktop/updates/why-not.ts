import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { t } from '../system/words.ts'

/** Why a copy cannot look for updates; null where it can. electron-builder leaves the address in a file. */
export function whyNoUpdates(isPackaged: boolean, resources: string): string | null {
  if (!isPackaged) return t('updates.fromSource')
  if (existsSync(join(resources, 'app-update.yml'))) return null
  return t('updates.noAddress')
}
