import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { actions, type Action, type ActionName } from '../../../shared/actions.ts'
import type words from '../../../shared/words/en/desktop.json'
import { t } from './words.ts'

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
      .map((action) => ({ label: t(`actions.${action.name}`), ...accelerator(action), click: () => act(action.name) }))
  const isMac = process.platform === 'darwin'
  const updates = { label: t('menu.updates'), click: checkForUpdates }

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [appMenu(updates)] : []),
    {
      label: t('menu.file'),
      submenu: [
        ...section('open'),
        ...(isMac ? [recentDocuments()] : []),
        separator,
        item('close'),
        ...(isMac ? [] : [item('quit', process.platform === 'win32' ? 'exit' : 'quit')]),
      ],
    },
    { role: 'editMenu', label: t('menu.edit'), submenu: editing() },
    { label: t('menu.run'), submenu: [...section('run'), separator, ...section('runs')] },
    {
      label: t('menu.view'),
      submenu: [
        ...section('views'),
        separator,
        ...section('look'),
        separator,
        item('resetZoom'),
        item('zoomIn'),
        // The key with the plus sign, without Shift.
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
        item('zoomOut'),
        item('togglefullscreen'),
        separator,
        item('reload'),
        ...(app.isPackaged ? [] : [item('toggleDevTools')]),
      ],
    },
    {
      role: 'windowMenu',
      label: t('menu.window'),
      submenu: [item('minimize'), item('zoom'), ...(isMac ? [separator, item('front')] : [item('close')])],
    },
    {
      role: 'help',
      label: t('menu.help'),
      submenu: [
        ...(isMac ? [] : [updates, separator]),
        { label: t('menu.log'), click: showLog },
        ...(isMac ? [] : [separator, item('about')]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

type Role = keyof typeof words.roles

/** What the system does itself, in our words: Electron's own are English. */
function item(role: Extract<Role, MenuItemConstructorOptions['role']>, words: Role = role): MenuItemConstructorOptions {
  return { role, label: t(`roles.${words}`) }
}

/** The list is macOS' own, and so is the item that clears it. */
function recentDocuments(): MenuItemConstructorOptions {
  return { ...item('recentDocuments'), submenu: [item('clearRecentDocuments')] }
}

function editing(): MenuItemConstructorOptions[] {
  const texts = [item('cut'), item('copy'), item('paste'), item('delete')]
  return [item('undo'), item('redo'), separator, ...texts, separator, item('selectAll')]
}

/** The menu that carries the application's name on macOS. */
function appMenu(updates: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const hiding = [item('hide'), item('hideOthers'), item('unhide')]
  return {
    role: 'appMenu',
    submenu: [
      item('about'),
      updates,
      separator,
      item('services'),
      separator,
      ...hiding,
      separator,
      item('quit', 'quitApp'),
    ],
  }
}

function accelerator({ keys, isEditing = false }: Action): MenuItemConstructorOptions {
  return keys === null || isEditing ? {} : { accelerator: keys.replace('Mod', 'CmdOrCtrl') }
}
