import { afterEach, expect, test, vi } from 'vitest'
import { setMenu } from '../../../../src/main/desktop/system/menu.ts'
import { speak } from '../../../../src/main/desktop/system/words.ts'
import { languageTags } from '../../../../src/shared/languages.ts'

interface Item {
  readonly label?: string
  readonly role?: string
  readonly click?: () => void
  readonly submenu?: readonly Item[]
}

const electron = vi.hoisted(() => ({ menu: [] as readonly unknown[] }))
vi.mock('electron', () => ({
  app: { isPackaged: true },
  Menu: {
    buildFromTemplate: (template: readonly unknown[]) => template,
    setApplicationMenu: (template: readonly unknown[]) => (electron.menu = template),
  },
}))

const deeds = { act: vi.fn(), checkForUpdates: vi.fn(), showLog: vi.fn() }
const { platform } = process
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform })
  speak('en')
})

/** The labels or roles of each menu of a system. */
function menusOf(system: NodeJS.Platform): Record<string, string[]> {
  Object.defineProperty(process, 'platform', { value: system })
  setMenu(deeds)
  const name = ({ label, role }: Item): string => label?.replaceAll('&', '') ?? role ?? '-'
  const menus = electron.menu as readonly Item[]
  return Object.fromEntries(menus.map((menu) => [name(menu), (menu.submenu ?? []).map(name)]))
}

test('macOS has its own menu with About, Services, Hide and Quit, and recent documents under File', () => {
  const menus = menusOf('darwin')
  expect(Object.keys(menus)).toEqual(['appMenu', 'File', 'Edit', 'Run', 'View', 'Window', 'Help'])
  const own = menus.appMenu?.filter((name) => name !== '-' && !name.startsWith('Check'))
  expect(own).toEqual(['About Lastlayer', 'Services', 'Hide Lastlayer', 'Hide Others', 'Show All', 'Quit Lastlayer'])
  expect(menus.File).toContain('Open Recent')
  expect(menus.File?.at(-1)).toBe('Close')
  expect(menus.Help).toEqual(['Show Log'])
})

test.each([
  ['win32', 'Exit'],
  ['linux', 'Quit'],
] as const)('%s ends by File, %s, and has About under Help', (system, last) => {
  const menus = menusOf(system)
  expect(menus.File?.at(-1)).toBe(last)
  expect(menus.File).not.toContain('Open Recent')
  expect(menus.Help).toEqual(['Check for Updates …', '-', 'Show Log', '-', 'About Lastlayer'])
})

test.each(['darwin', 'linux'] as const)('Updates are looked for, and the log is shown, on %s', (system) => {
  menusOf(system)
  const items = (electron.menu as readonly Item[]).flatMap(({ submenu }) => submenu ?? [])
  for (const label of ['Check for &Updates …', 'Show &Log']) items.find((item) => item.label === label)?.click?.()
  expect(deeds.checkForUpdates).toHaveBeenCalled()
  expect(deeds.showLog).toHaveBeenCalled()
})

test('The menu speaks the language of the window', () => {
  speak('de')
  expect(Object.keys(menusOf('linux'))).toEqual(['Datei', 'Bearbeiten', 'Lauf', 'Ansicht', 'Fenster', 'Hilfe'])
})

test.each(languageTags)('In %s no letter chooses two entries of a menu', (language) => {
  speak(language)
  menusOf('linux')
  const menus = electron.menu as readonly Item[]
  for (const items of [menus, ...menus.map(({ submenu }) => submenu ?? [])]) {
    const letters = items.flatMap(({ label }) => /&(\p{L})/u.exec(label ?? '')?.[1]?.toLowerCase() ?? [])
    expect(letters).toEqual([...new Set(letters)])
  }
})
