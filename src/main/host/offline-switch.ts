import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Places } from '../../shared/contract.ts'
import { readSettings } from '../../shared/settings.ts'
import { desktopSettings, readStored, writeStored } from '../disk/stored-json.ts'
import type { SettingsStore } from './app/app.ts'
import { webSettingsPath } from './paths.ts'

// One switch for every door: the desktop, a browser and the command line. It has a file of its own; until a window has
// written that, it is what the settings of either window say.

const stored = z.object({ offline: z.boolean() })

/**
 * Whether a person has switched the network off in a window, of the desktop or in a browser. A switch that cannot be read
 * counts as off the network.
 */
export function isSwitchedOffline(places: Places, env: NodeJS.ProcessEnv = process.env): boolean {
  const own = readStored(switchPath(places))
  if (own !== undefined) return stored.safeParse(own).data?.offline ?? true
  const desktop = desktopSettings(readStored(join(desktopData(env), 'config.json')))
  return [readStored(webSettingsPath(places)), desktop].some((stored) => readSettings(stored).offline)
}

/** The settings of one window, with the switch that all of them share. */
export function withSharedSwitch(store: SettingsStore, places: Places, env = process.env): SettingsStore {
  return {
    read: () => ({ ...store.read(), offline: isSwitchedOffline(places, env) }),
    write: (value) => {
      // First the switch: it alone must not be lost if the other cannot be written.
      if (value.offline !== isSwitchedOffline(places, env)) {
        writeStored(switchPath(places), { offline: value.offline })
      }
      store.write(value)
    },
  }
}

/** What the person is to know of settings that cannot be read. */
export function settingsNotices(places: Places, env: NodeJS.ProcessEnv = process.env): string[] {
  const files = [switchPath(places), webSettingsPath(places), join(desktopData(env), 'config.json')]
  return files
    .filter((path) => readStored(path) === null)
    .map(
      (path) =>
        `${path} is damaged: its settings are as at the first start, and Lastlayer stays off the network until you switch that on. ` +
        'If you have changed the file yourself, delete its checksum.',
    )
}

function switchPath({ runs }: Places): string {
  return join(dirname(runs), 'offline.json')
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
