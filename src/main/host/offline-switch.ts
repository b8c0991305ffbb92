import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { readSettings } from '../../shared/settings.ts'
import { desktopSettings, readStored } from '../disk/stored-json.ts'
import { webSettingsPath } from './paths.ts'

/**
 * Whether a person has switched the network off in a window, of the desktop or in a browser: for what is fetched without
 * one. Settings that cannot be read count as switched off.
 */
export function isSwitchedOffline(places: Places, env: NodeJS.ProcessEnv = process.env): boolean {
  const desktop = desktopSettings(readStored(join(desktopData(env), 'config.json')))
  return [readStored(webSettingsPath(places)), desktop].some((stored) => readSettings(stored).offline)
}

/** Electron's folder of this application, as it computes it itself. */
function desktopData(env: NodeJS.ProcessEnv): string {
  if (env.LASTLAYER_HOME) return join(env.LASTLAYER_HOME, 'desktop')
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    win32: env.APPDATA || join(homedir(), 'AppData', 'Roaming'),
    darwin: join(homedir(), 'Library', 'Application Support'),
  }
  return join(folders[process.platform] ?? (env.XDG_CONFIG_HOME || join(homedir(), '.config')), 'lastlayer')
}
