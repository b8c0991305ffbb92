import { actions, type ActionName, type ViewAction } from '../../shared/actions.ts'
import { views } from '../../shared/views.ts'
import type { App } from './app.svelte.ts'

interface Deed {
  run(app: App): unknown
  /** Whether there is something to do now; where it is left out, always. */
  isEnabled?(app: App): boolean
}

const viewDeeds = Object.fromEntries(
  views.map(({ name }): [ViewAction, Deed] => [`view-${name}`, { run: ({ session }) => session.open(name) }]),
) as Record<ViewAction, Deed>

/** What each action of the shared table does. */
const deeds = {
  ...viewDeeds,
  'choose-folder': { run: ({ dataset }) => dataset.browse('folder') },
  'choose-file': { run: ({ dataset }) => dataset.browse('file') },
  start: {
    run: (app) => (app.session.view === 'pad' ? app.pad.classify() : app.start()),
    isEnabled: (app) => (app.session.view === 'pad' ? app.pad.canClassify : app.canStart),
  },
  pause: { run: ({ run }) => run.pause(), isEnabled: ({ run }) => run.isRunning },
  stop: { run: ({ run }) => run.stop('keep'), isEnabled: ({ run }) => run.canKeep },
  cancel: { run: ({ run }) => run.stop('cancel'), isEnabled: ({ run }) => run.isRunning },
  'undo-delete': { run: ({ runs }) => runs.restore(), isEnabled: ({ runs }) => runs.deleted.length > 0 },
  'toggle-theme': { run: toggleTheme },
} satisfies Record<ActionName, Deed>

/** Does what a name stands for, if there is something to do now. */
export function perform(name: ActionName, app: App): void {
  const deed: Deed = deeds[name]
  if (deed.isEnabled?.(app) ?? true) void deed.run(app)
}

/** The action that a key press stands for; null if none. Fields keep the keys that mean something in them. */
export function actionFor(event: KeyboardEvent, isMac: boolean): ActionName | null {
  const pressed = [
    (isMac ? event.metaKey : event.ctrlKey) ? 'Mod' : null,
    event.altKey ? 'Alt' : null,
    event.shiftKey ? 'Shift' : null,
    event.code.replace(/^(Digit|Key)/, '').replace('Period', '.'),
  ]
  const keys = pressed.filter((key) => key !== null).join('+')
  const action = actions.find((one) => one.keys === keys)
  const isText = event.target instanceof HTMLElement && event.target.matches('input, textarea')
  return action === undefined || (isText && action.isEditing) ? null : action.name
}

function toggleTheme({ session }: App): Promise<void> {
  const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark'
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches
  const wasDark = session.settings.theme === 'system' ? systemIsDark : isDark
  return session.change({ theme: wasDark ? 'light' : 'dark' })
}
