import { isLossy, mergeSettings, readSettings, type Settings } from '../../shared/settings.ts'
import type { SettingsStore } from '../host/app/app.ts'
import { keepCopy, readStored, writeStored } from '../disk/stored-json.ts'

/** Settings in a JSON file, for a host without electron-store. */
export function settingsFile(path: string): SettingsStore {
  return {
    read: () => readSettings(readStored(path)),
    write: (value: Settings) => {
      const stored = readStored(path)
      if (stored && isLossy(stored, value)) keepCopy(path)
      writeStored(path, mergeSettings(stored, value))
    },
  }
}
