import type { App } from './app.svelte.ts'
import type { View } from './session.svelte.ts'

/** What a menu item, a shortcut or a button does, by a name that the desktop's menu knows too. */
export interface Action {
  readonly name: string
  readonly title: string
  /** `Mod` is the command key on a Mac, else Ctrl. Null where only menus and buttons lead. */
  readonly keys: string | null
  run(app: App): unknown
}

const view = (view: View, title: string, digit: number): Action => ({
  name: `view-${view}`,
  title,
  keys: `Alt+${digit}`,
  run: ({ session }) => session.open(view),
})

export const actions: readonly Action[] = [
  view('data', 'Data', 1),
  view('recipe', 'Recipe', 2),
  view('train', 'Train', 3),
  view('results', 'Results', 4),
  view('pad', 'Pad', 5),
  view('runs', 'Runs', 6),
  {
    name: 'choose-folder',
    title: 'Choose a folder of texts',
    keys: 'Mod+O',
    run: (app) => chooseDataset(app, 'folder'),
  },
  {
    name: 'choose-file',
    title: 'Choose a file of texts',
    keys: 'Mod+Shift+O',
    run: (app) => chooseDataset(app, 'file'),
  },
  { name: 'start', title: 'Start fine-tune; on the pad, classify', keys: 'Mod+Enter', run: startOrClassify },
  { name: 'stop', title: 'Stop and keep best', keys: 'Mod+Period', run: ({ run }) => run.stop('keep') },
  { name: 'cancel', title: 'Cancel the run', keys: null, run: ({ run }) => run.stop('cancel') },
  { name: 'undo-delete', title: 'Bring back a deleted run', keys: 'Mod+Z', run: ({ runs }) => runs.restore() },
  { name: 'toggle-theme', title: 'Light or dark', keys: 'Mod+Shift+L', run: toggleTheme },
]

/** Does what a name stands for. A name that is not known does nothing. */
export function perform(name: string, app: App): void {
  void actions.find((action) => action.name === name)?.run(app)
}

/** The action that a key press stands for; null if none. Fields keep the keys that mean something in them. */
export function actionFor(event: KeyboardEvent, isMac: boolean): Action | null {
  const pressed = [
    (isMac ? event.metaKey : event.ctrlKey) ? 'Mod' : null,
    event.altKey ? 'Alt' : null,
    event.shiftKey ? 'Shift' : null,
    event.code.replace(/^(Digit|Key)/, ''),
  ]
  const keys = pressed.filter((key) => key !== null).join('+')
  const isText = event.target instanceof HTMLElement && event.target.matches('input, textarea')
  if (isText && keys === 'Mod+Z') return null
  return actions.find((action) => action.keys === keys) ?? null
}

/** A shortcut as it is printed: "⌘O" on a Mac, else "Ctrl+O". */
export function printKeys(keys: string, isMac: boolean): string {
  const named = keys.replace('Period', '.')
  if (!isMac) return named.replace('Mod', 'Ctrl')
  return named.replace('Mod+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧').replace('Enter', '↩')
}

/** The desktop's dialog; in a browser the data view has a list of folders of its own. */
export async function chooseDataset(app: App, kind: 'folder' | 'file'): Promise<void> {
  app.session.open('data')
  if (app.session.about?.host === 'web') {
    app.dataset.clear()
    return
  }
  const path = await app.api.call('chooseDataset', { kind })
  if (path !== null) await app.dataset.choose(path)
}

function startOrClassify(app: App): Promise<void> {
  return app.session.view === 'pad' ? app.pad.classify() : app.start()
}

function toggleTheme({ session }: App): Promise<void> {
  const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark'
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches
  const wasDark = session.settings.theme === 'system' ? systemIsDark : isDark
  return session.change({ theme: wasDark ? 'light' : 'dark' })
}
