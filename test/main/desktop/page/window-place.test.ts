import { beforeEach, expect, test, vi } from 'vitest'
import { MainWindow } from '../../../../src/main/desktop/page/window.ts'
import type { DesktopSettings, Place } from '../../../../src/main/desktop/settings.ts'

const electron = vi.hoisted(() => ({
  screens: [] as { workArea: { x: number; y: number; width: number; height: number } }[],
  options: {} as Record<string, unknown>,
  isMaximized: false,
}))
vi.mock('electron', () => ({
  app: {},
  BrowserWindow: class {
    constructor(options: Record<string, unknown>) {
      electron.options = options
    }
    loadURL = async (): Promise<void> => undefined
    once = (): void => undefined
    on = (): void => undefined
    isDestroyed = (): boolean => false
    maximize = (): void => void (electron.isMaximized = true)
    webContents = { on: (): void => undefined }
  },
  nativeTheme: {},
  protocol: {},
  screen: { getAllDisplays: () => electron.screens },
  session: {},
}))

const laptop = { workArea: { x: 0, y: 0, width: 1600, height: 900 } }
const beside = { workArea: { x: 1600, y: 0, width: 1920, height: 1080 } }
const place: Place = { x: 1700, y: 50, width: 1000, height: 700, isMaximized: true }

beforeEach(() => {
  electron.isMaximized = false
})

function open(screens: typeof electron.screens): Record<string, unknown> {
  electron.screens = screens
  new MainWindow({ place } as DesktopSettings).show()
  return electron.options
}

test('The window comes back where it was while its screen is there', () => {
  expect(open([laptop, beside])).toMatchObject({ x: 1700, y: 50, width: 1000, height: 700 })
  expect(electron.isMaximized).toBe(true)
})

test('A window whose screen has gone opens as at the first start', () => {
  const options = open([laptop])
  expect(options).toMatchObject({ width: 1200, height: 800 })
  expect([options.x, options.y, electron.isMaximized]).toEqual([undefined, undefined, false])
})
