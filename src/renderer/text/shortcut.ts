import { actions, type ActionName } from '../../shared/actions.ts'

/** The shortcut of an action as it is printed: "⌘O" on a Mac, else "Ctrl+O"; null if it has none. */
export function shortcutOf(name: ActionName, isMac: boolean): string | null {
  const keys = actions.find((action) => action.name === name)?.keys ?? null
  if (!isMac) return keys?.replace('Mod', 'Ctrl') ?? null
  return keys?.replace('Mod+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧').replace('Enter', '↩') ?? null
}
