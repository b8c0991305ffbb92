import { EventEmitter } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onQuestion } from './channel.ts'
import { seen } from './system.ts'

/** An event whose default act can be prevented. */
export class PreventableEvent {
  isPrevented = false
  preventDefault = (): void => {
    this.isPrevented = true
  }
}

class App extends EventEmitter {
  readonly isPackaged = false
  readonly switches = new Map<string, string>()
  readonly commandLine = {
    hasSwitch: (name: string): boolean => this.switches.has(name),
    appendSwitch: (name: string, value = ''): void => {
      if (this.isReady) throw new Error('Chromium reads its switches before the app is ready.')
      this.switches.set(name, value)
    },
  }
  readonly paths = new Map([['userData', join(tmpdir(), 'lastlayer-stand-in')]])
  isSandboxed = false
  isReady = false
  closeWindows: () => boolean = () => true

  // Ready comes after the main module has run, as in Electron.
  readonly #ready = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void (this.isReady = true))

  whenReady = (): Promise<void> => this.#ready
  requestSingleInstanceLock = (): boolean => true
  getPath = (name: string): string => this.paths.get(name) ?? mkdtempSync(join(tmpdir(), 'lastlayer-stand-in-'))
  setPath = (name: string, path: string): void => void this.paths.set(name, path)
  getVersion = (): string => '0.0.0'
  getName = (): string => 'lastlayer'
  /** What stands after the main module was given to be opened. */
  getAppPath = (): string => process.argv[1]

  addRecentDocument = (path: string): void => void seen.recent.push(path)
  clearRecentDocuments = (): void => void seen.recent.splice(0)

  setAppUserModelId = (): void => undefined

  enableSandbox = (): void => {
    if (this.isReady) throw new Error('app.enableSandbox() can only be called before the app is ready.')
    this.isSandboxed = true
  }

  /** Asks, closes the windows, ends: each step may be prevented. */
  quit = (): void => {
    setImmediate(() => {
      const event = new PreventableEvent()
      this.emit('before-quit', event)
      if (event.isPrevented || !this.closeWindows()) return
      this.emit('will-quit', new PreventableEvent())
      this.exit(0)
    })
  }

  getPreferredSystemLanguages = (): string[] => ['en-GB']
  exit = (code: number): void => process.exit(code)
}

export const app = new App()

onQuestion('quit', () => app.quit())
onQuestion('event', ({ name, args = [] }) => app.emit(name, new PreventableEvent(), ...args))
