import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { actions, type Action, type ActionName } from '../../../shared/actions.ts'

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The menu: every action of the window with its shortcut. What an action does is the renderer's; its name is sent. */
export function setMenu(onAction: (name: ActionName) => void): void {
  const section = (name: Action['section']): MenuItemConstructorOptions[] =>
    actions
      .filter(({ section }) => section === name)
      .map((action) => ({ label: action.label, ...accelerator(action), click: () => onAction(action.name) }))
  const isMac = process.platform === 'darwin'

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [...section('open'), separator, { role: 'close' }, ...(isMac ? [] : [{ role: 'quit' } as const])],
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
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function accelerator({ keys, isEditing = false }: Action): MenuItemConstructorOptions {
  return keys === null || isEditing ? {} : { accelerator: keys.replace('Mod', 'CmdOrCtrl') }
}
