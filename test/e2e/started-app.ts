import type { Page } from 'playwright-core'

/** The application as a person has it before them, whichever host it runs in. */
export interface StartedApp {
  /** What the host is called in a test's title. */
  readonly host: 'web' | 'desktop'
  /** The folder with runs/, cache/ and settings. */
  readonly home: string
  /** The window's page. A desktop that has lost its window is given a new one. */
  page(): Promise<Page>
  /** Closes the window as its person would: the application goes on. */
  closeWindow(): Promise<void>
  close(): Promise<void>
}
