import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { settings, type Settings } from '../../shared/app-contract.ts'
import type { SettingsStore } from '../app-host.ts'

/** Settings in a JSON file, for a host without electron-store. A damaged file counts as none. */
export function settingsFile(path: string): SettingsStore {
  return {
    read: () => settings.safeParse(readJson(path)).data ?? settings.parse({}),
    write: (value: Settings) => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`)
      renameSync(`${path}.tmp`, path)
    },
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
