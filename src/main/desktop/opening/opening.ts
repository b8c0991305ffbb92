import { app } from 'electron'
import type { Opened } from '../../../shared/opened.ts'
import { givenPaths } from './given-paths.ts'
import { recognise } from './recognise.ts'

/** What the system gives to be opened, kept until the page takes it: it may come before there is a window. */
export class Opening {
  #opened: Opened | null = null
  #onOpened = (): void => undefined

  /** To be made before the application is ready: macOS tells at once what it was started with. */
  constructor() {
    app.on('open-file', (event, path) => {
      event.preventDefault()
      void this.offer([path])
    })
    app.on('second-instance', (_event, _argv, _folder, told) => {
      void this.offer(givenPaths.safeParse(told).data?.paths ?? [])
    })
  }

  /** @param onOpened called whenever there is something for the page */
  tell(onOpened: () => void): void {
    this.#onOpened = onOpened
    if (this.#opened !== null) onOpened()
  }

  /** Of several, each is opened in its turn. */
  async offer(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      this.#opened = await recognise(path)
      this.#onOpened()
    }
  }

  /** Gives what there is to the page that asks, once. */
  take(): Opened | null {
    const opened = this.#opened
    this.#opened = null
    return opened
  }
}
