import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tell } from './channel.ts'
import { IpcRenderer } from './ipc.ts'

type Exposed = Record<string, (...args: unknown[]) => unknown>

/** A sandboxed preload: it can require `electron` with these three members, and nothing else. */
export class Preload {
  readonly ipcRenderer: IpcRenderer
  name = ''
  #exposed: Exposed = {}

  constructor(
    path: string,
    urlOfPage: () => string,
    private readonly window: number,
  ) {
    this.ipcRenderer = new IpcRenderer(urlOfPage)
    const electron = {
      ipcRenderer: this.ipcRenderer,
      webUtils: { getPathForFile },
      contextBridge: {
        exposeInMainWorld: (name: string, exposed: Exposed) => {
          if (this.name !== '') throw new Error('Cannot bind an API on top of an existing property')
          this.name = name
          this.#exposed = exposed
        },
      },
    }
    const require = (name: string): unknown => {
      if (name === 'electron') return electron
      throw new Error(`module not found: ${name}`)
    }
    const run = new Function('require', 'module', 'exports', 'process', readFileSync(path, 'utf8'))
    run(require, { exports: {} }, {}, undefined)
  }

  get keys(): string[] {
    return Object.keys(this.#exposed)
  }

  /** Calls an exposed function. Functions of the page arrive as proxies; a function that comes back stays here. */
  async call(key: string, args: readonly unknown[]): Promise<unknown> {
    const value = await this.#exposed[key](...args.map((arg) => this.#proxy(arg)))
    return typeof value === 'function' ? undefined : structuredClone(value)
  }

  #proxy(arg: unknown): unknown {
    if (typeof arg !== 'object' || arg === null || !('callback' in arg)) return arg
    const callback = Number(arg.callback)
    return (...args: unknown[]) => tell({ kind: 'callback', window: this.window, callback, args })
  }
}

/** A page's file has a path if the test says in which folder the person's files are. */
function getPathForFile({ name }: { name: string }): string {
  const path = join(process.env.STAND_IN_FILES ?? '/nowhere', name)
  return existsSync(path) ? path : ''
}
