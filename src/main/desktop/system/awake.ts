import { powerSaveBlocker } from 'electron'

/** Keeps the computer from falling asleep while something goes on; its screen may go dark. */
export class Awake {
  #blocker: number | null = null

  keep(isNeeded: boolean): void {
    if (isNeeded && this.#blocker === null) this.#blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (isNeeded || this.#blocker === null) return
    powerSaveBlocker.stop(this.#blocker)
    this.#blocker = null
  }
}
