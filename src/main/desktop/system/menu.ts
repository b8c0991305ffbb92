import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { actions, type Action, type ActionName } from '../../../shared/actions.ts'

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** What the menu leads to beside the roles of the system. */
export interface MenuDeeds {
  /** An action of the window: what it does is the renderer's. */
  readonly act: (name: ActionName) => void
  readonly checkForUpdates: () => void
  readonly showLog: () => void
}

/** The menu: every action of the window with its shortcut, and what each system expects in its own place. */
export function setMenu({ act, checkForUpdates, showLog }: MenuDeeds): void {
  const section = (name: Action['section']): MenuItemConstructorOptions[] =>
    actions
      .filter(({ section }) => section === name)
      .map((action) => ({ label: action.label, ...accelerator(action), click: () => act(action.name) }))
  const isMac = process.platform === 'darwin'
  const updates = { label: 'Check for &Updates …', click: checkForUpdates }

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [appMenu(updates)] : []),
    {
      label: '&File',
      submenu: [
        ...section('open'),
        ...(isMac ? [recentDocuments] : []),
        separator,
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit', label: process.platform === 'win32' ? 'E&xit' : '&Quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    { label: '&Run', submenu: [...section('run'), separator, ...section('runs')] },
    {
      label: '&View',
      submenu: [
        ...section('views'),
        separator,
        ...section('look'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        // The key with the plus sign, without Shift.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        separator,
        { role: 'reload' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        ...(isMac ? [] : [updates, separator]),
        { label: 'Show &Log', click: showLog },
        ...(isMac ? [] : [separator, { role: 'about', label: '&About Lastlayer' } as const]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** The list is macOS' own, and so is the item that clears it. */
const recentDocuments: MenuItemConstructorOptions = {
  role: 'recentDocuments',
  submenu: [{ role: 'clearRecentDocuments' }],
}

/** The menu that carries the application's name on macOS. */
function appMenu(updates: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const hiding = [{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }] as const
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      updates,
      separator,
      { role: 'services' },
      separator,
      ...hiding,
      separator,
      { role: 'quit' },
    ],
  }
}

function accelerator({ keys, isEditing = false }: Action): MenuItemConstructorOptions {
  return keys === null || isEditing ? {} : { accelerator: keys.replace('Mod', 'CmdOrCtrl') }
}
