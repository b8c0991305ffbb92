// The stand-in for the `electron` module: as much of it as Lastlayer's main process uses. Windows are pages of a
// Chromium that the test owns; the test is at the other end of this process's channel.
import { app } from './app.ts'
import { BrowserWindow, tryEscapes, windowOf } from './browser-window.ts'
import { onQuestion } from './channel.ts'
import { ipcMain } from './ipc.ts'
import type { FetchAnswer, Seen } from './messages.ts'
import {
  dialog,
  Menu,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  screen,
  seen,
  session,
  shell,
  tryPermissions,
} from './system.ts'

type ProtocolHandler = (request: Request) => Promise<Response>

let handler: ProtocolHandler | null = null

const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]): void => {
    if (app.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    seen.schemes.push(...schemes)
  },
  handle: (_scheme: string, handle: ProtocolHandler): void => void (handler = handle),
}

onQuestion('fetch', async ({ window, url, method, isNavigation }): Promise<FetchAnswer> => {
  if (!handler) throw new Error('No protocol is handled yet.')
  if (isNavigation) windowOf(window).navigated()
  // Not a Request: Node's own refuses a scheme that it does not know.
  const response = await handler({ url, method } as Request)
  const body = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, headers: Object.fromEntries(response.headers), body }
})
onQuestion('seen', (): Seen => {
  const { isSandboxed, switches } = app
  return {
    ...seen,
    isSandboxed,
    switches: Object.fromEntries(switches),
    refusals: { ...tryEscapes(), ...tryPermissions() },
  }
})

Object.defineProperty(process, 'resourcesPath', { value: import.meta.dirname })

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
}
export default { app, ipcMain, shell }
