import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen, session, type Rectangle } from 'electron'
import type { Notification } from '../../../shared/app-contract.ts'
import { notificationChannel } from '../../../shared/ipc-channels.ts'
import { packageRoot } from '../../host/paths.ts'
import { FrameSize } from './frame-size.ts'
import { crashedUrl, isPageUrl, pageUrl } from './protocol.ts'
import type { DesktopSettings, Place } from '../settings.ts'
import { chosenLanguage } from '../system/language.ts'

const smallest = { width: 960, height: 640 }
const usual = { width: 1200, height: 800 }

/** The one window: opened when it is wanted, gone when it is closed, while the application may go on. */
export class MainWindow {
  #window: BrowserWindow | null = null

  constructor(private readonly settings: DesktopSettings) {}

  /** Null as soon as it is closing: its end is told later. */
  get current(): BrowserWindow | null {
    return this.#window?.isDestroyed() ? null : this.#window
  }

  /** Opens the window, or brings the open one to the front. */
  show(): void {
    const { current } = this
    if (!current) return this.#open()
    if (current.isMinimized()) current.restore()
    current.show()
    current.focus()
  }

  send(notification: Notification): void {
    this.current?.webContents.send(notificationChannel, notification)
  }

  #open(): void {
    const place = visiblePlace(this.settings.place)
    const window = new BrowserWindow({
      ...(place ?? usual),
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: 'Lastlayer',
      // On Windows and macOS the program's own.
      ...(process.platform === 'linux' ? { icon: join(packageRoot(), 'resources', 'icon.png') } : {}),
      show: false,
      // What is seen until the page has drawn itself.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
      webPreferences: {
        preload: join(packageRoot(), 'out', 'preload', 'index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    })
    this.#window = window
    if (place?.isMaximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    const frame = new FrameSize(window, place)
    window.on('close', () => {
      this.settings.place = { ...frame.without(window.getNormalBounds()), isMaximized: window.isMaximized() }
    })
    window.on('closed', () => {
      if (this.#window === window) this.#window = null
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      // Not within the event: Electron is still taking the old page down.
      if (reason !== 'clean-exit')
        setImmediate(() => void this.current?.loadURL(crashedUrl(chosenLanguage(this.settings.read()))))
    })
    void window.loadURL(pageUrl)
  }
}

/** Refuses what a page of ours never does: leave, open windows, embed others, ask for the camera. */
export function refuseEscapes(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isPageUrl(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Without handlers Electron grants everything. Copying text to the clipboard is the one thing that the page may do. */
export function refusePermissions(): void {
  const { defaultSession } = session
  const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write'
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) => decide(isAllowed(permission)))
  defaultSession.setPermissionCheckHandler((_contents, permission) => isAllowed(permission))
  defaultSession.setDevicePermissionHandler(() => false)
}

/** A remembered place, unless its screen is gone. */
function visiblePlace(place: Place | null): Place | null {
  const overlaps = ({ workArea }: { workArea: Rectangle }): boolean =>
    place !== null &&
    place.x < workArea.x + workArea.width &&
    place.x + place.width > workArea.x &&
    place.y < workArea.y + workArea.height &&
    place.y + place.height > workArea.y
  return screen.getAllDisplays().some(overlaps) ? place : null
}
