import { join } from 'node:path'
import { app } from 'electron'
import Store from 'electron-store'
import { z } from 'zod'
import { isLossy, mergeSettings, readSettings } from '../../shared/settings.ts'
import type { SettingsStore } from '../host/app/app.ts'
import { desktopSettings, keepCopy, keepDamaged, readStored } from '../disk/stored-json.ts'

const place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  isMaximized: z.boolean(),
})
/** Where the window was when it was last closed. */
export type Place = z.infer<typeof place>

/** What the desktop remembers between starts, in electron-store. A file that is damaged is kept aside, and offline is on. */
export class DesktopSettings implements SettingsStore {
  readonly #path = join(app.getPath('userData'), 'config.json')
  readonly #store: Store<Record<string, unknown>>

  constructor() {
    const isDamaged = keepDamaged(this.#path)
    this.#store = new Store({ configFileMode: 0o600 })
    // Else the next start would find no file, and be the first one.
    if (isDamaged) this.write(readSettings(null))
  }

  read: SettingsStore['read'] = () => readSettings(desktopSettings(readStored(this.#path)))

  write: SettingsStore['write'] = (value) => {
    const file = readStored(this.#path)
    const stored = desktopSettings(file)
    if (file && isLossy(stored, value)) keepCopy(this.#path)
    this.#set('settings', mergeSettings(stored, value))
  }

  get place(): Place | null {
    return place.safeParse(readStored(this.#path)?.place).data ?? null
  }

  set place(value: Place | null) {
    this.#set('place', value)
  }

  #set(key: string, value: unknown): void {
    if (keepDamaged(this.#path)) this.#store.set('settings', readSettings(null))
    this.#store.set(key, value)
  }
}
