import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * The menu: every action of the window with its shortcut. What an action does is the renderer's (actions.ts); only its
 * name is sent.
 */
export function setMenu(onAction: (name: string) => void): void {
  const item = (label: string, action: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator && { accelerator }),
    click: () => onAction(action),
  })
  const isMac = process.platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const views = ['Data', 'Recipe', 'Train', 'Results', 'Pad', 'Runs']

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('Open &Folder …', 'choose-folder', 'CmdOrCtrl+O'),
        item('Open F&ile …', 'choose-file', 'CmdOrCtrl+Shift+O'),
        separator,
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Run',
      submenu: [
        item('&Start Fine-Tune', 'start', 'CmdOrCtrl+Return'),
        item('Stop and &Keep Best', 'stop', 'CmdOrCtrl+.'),
        item('&Cancel', 'cancel'),
        separator,
        item('&Bring Back a Deleted Run', 'undo-delete'),
      ],
    },
    {
      label: '&View',
      submenu: [
        ...views.map((view, i) => item(view, `view-${view.toLowerCase()}`, `Alt+${i + 1}`)),
        separator,
        item('&Light or Dark', 'toggle-theme', 'CmdOrCtrl+Shift+L'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
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
