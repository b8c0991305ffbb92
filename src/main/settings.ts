import Store from 'electron-store'
import { z } from 'zod'
import { settings } from '../shared/app-contract.ts'
import type { SettingsStore } from './app-host.ts'

const place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  isMaximized: z.boolean(),
})
/** Where the window was when it was last closed. */
export type Place = z.infer<typeof place>

/** What the desktop remembers between starts, in electron-store. What is damaged counts as not there. */
export class DesktopSettings implements SettingsStore {
  readonly #store = new Store<Record<string, unknown>>({ clearInvalidConfig: true })

  read: SettingsStore['read'] = () => settings.safeParse(this.#store.get('settings')).data ?? settings.parse({})

  write: SettingsStore['write'] = (value) => this.#store.set('settings', value)

  get place(): Place | null {
    return place.safeParse(this.#store.get('place')).data ?? null
  }

  set place(value: Place | null) {
    this.#store.set('place', value)
  }
}
