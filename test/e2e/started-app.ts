import type { Page } from 'playwright-core'

/** The application as a person has it before them, whichever host it runs in. */
export interface StartedApp {
  /** The host's process. */
  readonly pid: number
  /** The window's page. A desktop that has lost its window is given a new one. */
  page(): Promise<Page>
  /** Closes the window as its person would: the application goes on. */
  closeWindow(): Promise<void>
  close(): Promise<void>
}
