import { views } from './views.ts'

interface Entry {
  readonly name: string
  /** Where in the menu it stands, between two separators. */
  readonly section: 'open' | 'run' | 'runs' | 'views' | 'look'
  /** `Mod` is the command key on a Mac, else Ctrl. Null where only menus and buttons lead. */
  readonly keys: string | null
  /** The Edit menu has these keys for texts: the item shows none, and fields keep them. */
  readonly isEditing?: boolean
}

const viewActions = views.map(({ name }, i) => ({
  name: `view-${name}` as const,
  section: 'views' as const,
  keys: `Alt+${i + 1}`,
}))

/** Those that open no view. */
export const otherActions = [
  { name: 'choose-folder', section: 'open', keys: 'Mod+O' },
  { name: 'choose-file', section: 'open', keys: 'Mod+Shift+O' },
  { name: 'start', section: 'run', keys: 'Mod+Enter' },
  { name: 'pause', section: 'run', keys: 'Mod+Shift+.' },
  { name: 'stop', section: 'run', keys: 'Mod+.' },
  { name: 'cancel', section: 'run', keys: null },
  { name: 'undo-delete', section: 'runs', keys: 'Mod+Z', isEditing: true },
  { name: 'toggle-theme', section: 'look', keys: 'Mod+Shift+L' },
] as const satisfies readonly Entry[]

export type ViewAction = (typeof viewActions)[number]['name']
export type ActionName = ViewAction | (typeof otherActions)[number]['name']
export type Action = Entry & { readonly name: ActionName }

/**
 * What a menu item, a shortcut or a button can ask of the window: one table, from which the menu, the keys and the help
 * are made; their words are in the catalogue. What each does is in src/renderer/app/actions.ts.
 */
export const actions: readonly Action[] = [...viewActions, ...otherActions]

export const actionNames: readonly ActionName[] = actions.map(({ name }) => name)
