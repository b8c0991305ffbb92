import { EventEmitter } from 'node:events'
import { app, PreventableEvent } from './app.ts'
import { onQuestion, tell } from './channel.ts'
import { Preload } from './preload.ts'
import { seen } from './system.ts'

interface Options {
  readonly width: number
  readonly height: number
  readonly webPreferences: { readonly preload: string } & Record<string, unknown>
}

const windows = new Map<number, BrowserWindow>()
let lastId = 0

class WebContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })

  constructor(private readonly window: BrowserWindow) {
    super()
  }

  send(channel: string, ...args: unknown[]): void {
    this.window.preload.ipcRenderer.emit(channel, {}, ...structuredClone(args))
  }

  setWindowOpenHandler(handler: WebContents['openHandler']): void {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  readonly id = ++lastId
  readonly webContents = new WebContents(this)
  #url = ''
  preload: Preload
  #isShown = false

  constructor(readonly options: Options) {
    super()
    const { sandbox, contextIsolation, nodeIntegration } = options.webPreferences
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false) {
      throw new Error('The stand-in runs only sandboxed windows.')
    }
    this.preload = this.#newPreload()
    windows.set(this.id, this)
    app.emit('web-contents-created', new PreventableEvent(), this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url
    const { keys, name } = this.preload
    const { width, height } = this.options
    tell({ kind: 'open', window: this.id, url, keys, name, options: { width, height } })
    setImmediate(() => this.emit('ready-to-show'))
  }

  /** A page's preload runs anew with each navigation; what the former one listened to is forgotten. */
  navigated(): void {
    this.preload = this.#newPreload()
  }

  close(): void {
    const event = new PreventableEvent()
    this.emit('close', event)
    if (event.isPrevented) return
    windows.delete(this.id)
    tell({ kind: 'close', window: this.id })
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }

  show = (): void => void (this.#isShown = true)
  isVisible = (): boolean => this.#isShown
  focus = (): void => undefined
  restore = (): void => undefined
  maximize = (): void => undefined
  isDestroyed = (): boolean => !windows.has(this.id)
  isMinimized = (): boolean => false
  isMaximized = (): boolean => false
  isFocused = (): boolean => false
  getNormalBounds = () => ({ x: 10, y: 20, width: this.options.width, height: this.options.height })
  setProgressBar = (value: number): void => void seen.progress.push(value)

  #newPreload(): Preload {
    return new Preload(this.options.webPreferences.preload, () => this.#url, this.id)
  }
}

app.closeWindows = () => {
  for (const window of [...windows.values()]) window.close()
  return windows.size === 0
}

export function windowOf(id: number): BrowserWindow {
  const window = windows.get(id)
  if (!window) throw new Error(`There is no window ${id}.`)
  return window
}

/** How the first window answers attempts to get out of its page. */
export function tryEscapes(): Record<string, boolean> {
  const [window] = windows.values()
  const { webContents } = window
  const isPrevented = (name: string, details: object): boolean => {
    const event = Object.assign(new PreventableEvent(), details)
    webContents.emit(name, event)
    return event.isPrevented
  }
  return {
    open: webContents.openHandler({ url: 'https://evil.example/' }).action === 'deny',
    navigate: isPrevented('will-frame-navigate', { isMainFrame: true, url: 'https://evil.example/' }),
    navigateAlike: isPrevented('will-frame-navigate', { isMainFrame: true, url: 'app://lastlayer.evil.example/' }),
    frame: isPrevented('will-frame-navigate', { isMainFrame: false, url: 'app://lastlayer/index.html' }),
    webview: isPrevented('will-attach-webview', {}),
    ownPage: !isPrevented('will-frame-navigate', { isMainFrame: true, url: 'app://lastlayer/index.html' }),
  }
}

onQuestion('call', ({ window, key, args }) => windowOf(window).preload.call(key, args))
onQuestion('close', ({ window }) => windowOf(window).close())
