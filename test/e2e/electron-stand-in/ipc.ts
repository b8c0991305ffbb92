import { EventEmitter } from 'node:events'
import { onQuestion } from './channel.ts'

interface Frame {
  readonly url: string
  readonly parent: Frame | null
}
interface InvokeEvent {
  readonly senderFrame: Frame | null
}
type Handler = (event: InvokeEvent, ...args: unknown[]) => unknown

const handlers = new Map<string, Handler>()

/** Electron copies every argument and result between processes, and wraps errors in its own words. */
async function invoke(event: InvokeEvent, channel: string, args: readonly unknown[]): Promise<unknown> {
  const handler = handlers.get(channel)
  if (!handler) throw new Error(`No handler registered for '${channel}'`)
  try {
    return structuredClone(await handler(event, ...structuredClone(args)))
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error })
  }
}

export const ipcMain = Object.assign(new EventEmitter(), {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
})

/** A page's own `ipcRenderer`. */
export class IpcRenderer extends EventEmitter {
  constructor(private readonly urlOfPage: () => string) {
    super()
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return invoke({ senderFrame: { url: this.urlOfPage(), parent: null } }, channel, args)
  }
}

onQuestion('invoke', ({ channel, url, isMainFrame }) => {
  const parent = isMainFrame ? null : { url, parent: null }
  return invoke({ senderFrame: url === '' ? null : { url, parent } }, channel, [{}])
})
