// Between the process that runs the built main code and the test that owns the Chromium pages.

/** A window was opened, shows something else, or is gone. `keys` are the functions that its preload exposes. */
export type FromMain =
  | { kind: 'open'; window: number; url: string; keys: readonly string[]; name: string; options: unknown }
  | { kind: 'close'; window: number }
  /** A function of the page, given to the preload, is called. */
  | { kind: 'callback'; window: number; callback: number; args: readonly unknown[] }
  | { kind: 'reply'; id: number; ok: boolean; value: unknown }

/** What the test asks of the main process; each is answered by a `reply`. */
export type Question =
  /** A page asks for an address; a navigation makes its preload run anew. */
  | { kind: 'fetch'; window: number; url: string; method: string; isNavigation: boolean }
  /** The page calls an exposed function. `{ callback: number }` stands for a function of the page. */
  | { kind: 'call'; window: number; key: string; args: readonly unknown[] }
  /** The person closes the window. */
  | { kind: 'close'; window: number }
  /** The person clicks a menu item. */
  | { kind: 'menu'; label: string }
  | { kind: 'event'; name: 'second-instance' | 'activate' | 'open-file'; args?: readonly unknown[] }
  /** What the dialogs answer from now on; with null a question stays open until the next of these. */
  | { kind: 'dialogs'; paths: readonly string[]; response: number | null }
  | { kind: 'quit' }
  /** A page or a foreign frame calls a channel: what does main say? */
  | { kind: 'invoke'; channel: string; url: string; isMainFrame: boolean }
  /** What the window refuses and what main has asked of the system. */
  | { kind: 'seen' }

export interface Seen {
  readonly notifications: readonly string[]
  readonly progress: readonly number[]
  readonly shown: readonly string[]
  /** The system's recent documents, the last one used last. */
  readonly recent: readonly string[]
  readonly questions: readonly string[]
  readonly open: number
  readonly errors: readonly string[]
  readonly schemes: readonly unknown[]
  readonly isSandboxed: boolean
  /** Chromium's, as main has set them. */
  readonly switches: Readonly<Record<string, string>>
  /** Answers of the permission handlers, of window.open, of a navigation away and of a webview. */
  readonly refusals: Record<string, boolean>
}

export interface FetchAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}
