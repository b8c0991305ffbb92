import { dirname, join } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { readSettings, type Settings } from '../../shared/settings.ts'
import type { SettingsStore } from '../host/app/app.ts'
import { readStored, writeStored } from '../disk/stored-json.ts'

/** Where the web host keeps its settings. */
export function webSettingsPath({ runs }: Pick<Places, 'runs'>): string {
  return join(dirname(runs), 'settings.json')
}

/** Settings in a JSON file, for a host without electron-store. */
export function settingsFile(path: string): SettingsStore {
  return {
    read: () => readSettings(readStored(path)),
    write: (value: Settings) => writeStored(path, value),
  }
}
