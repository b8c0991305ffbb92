import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import type { DesktopSettings } from '../../../src/main/desktop/settings.ts'
import type { Handlers } from '../../../src/main/host/app/calls.ts'
import { packageRoot } from '../../../src/main/host/paths.ts'
import { callNames } from '../../../src/shared/call-names.ts'
import { notificationChannel } from '../../../src/shared/ipc-channels.ts'

// Electron's own list of twenty points, https://www.electronjs.org/docs/latest/tutorial/security, by their numbers.
// SECURITY.md has the whole list, and where else each is answered.

type Listener = (event: unknown, message: unknown) => void
interface Window {
  readonly options: { readonly webPreferences: Record<string, unknown> }
  url: string
}

/** As much of Electron as the desktop's borders use, and what they asked of it. */
const electron = vi.hoisted(() => ({
  app: null as unknown as EventEmitter,
  windows: [] as Window[],
  permissions: {} as Record<string, (...args: never[]) => unknown>,
  channels: new Map<string, (event: unknown, params: unknown) => unknown>(),
  exposed: new Map<string, Record<string, (...args: never[]) => unknown>>(),
  listeners: new Map<string, Listener>(),
  schemes: [] as unknown[],
  fuses: {} as Record<string, unknown>,
  /** Whether the binary keeps its fuses as they are. */
  isStuck: false,
}))

vi.mock('electron', () => ({
  get app() {
    return electron.app
  },
  BrowserWindow: class {
    url = ''
    constructor(readonly options: Window['options']) {
      electron.windows.push(this)
    }
    loadURL = async (url: string): Promise<void> => void (this.url = url)
    once = (): void => undefined
    on = (): void => undefined
    webContents = { on: (): void => undefined }
  },
  nativeTheme: {},
  screen: { getAllDisplays: () => [] },
  session: {
    defaultSession: {
      setPermissionRequestHandler: (handler: () => unknown) => (electron.permissions.request = handler),
      setPermissionCheckHandler: (handler: () => unknown) => (electron.permissions.check = handler),
      setDevicePermissionHandler: (handler: () => unknown) => (electron.permissions.device = handler),
    },
  },
  protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => electron.schemes.push(...schemes), handle: vi.fn() },
  ipcMain: {
    handle: (channel: string, handler: (event: unknown, params: unknown) => unknown) =>
      electron.channels.set(channel, handler),
  },
  ipcRenderer: {
    invoke: vi.fn(),
    on: (channel: string, listener: Listener) => electron.listeners.set(channel, listener),
    off: vi.fn(),
  },
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, () => unknown>) => electron.exposed.set(name, api),
  },
  webUtils: { getPathForFile: () => '' },
}))
vi.mock('@electron/fuses', () => {
  const names = [
    'RunAsNode',
    'EnableNodeOptionsEnvironmentVariable',
    'EnableNodeCliInspectArguments',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
    'GrantFileProtocolExtraPrivileges',
    'LoadBrowserProcessSpecificV8Snapshot',
    'EnableCookieEncryption',
  ]
  return {
    FuseVersion: { V1: 1 },
    FuseV1Options: Object.fromEntries(names.map((name) => [name, name])),
    flipFuses: async (_: string, fuses: Record<string, unknown>) => (electron.fuses = fuses),
    // In a binary, 48 is off and 49 on.
    getCurrentFuseWire: async () =>
      Object.fromEntries(names.map((name) => [name, !electron.isStuck && electron.fuses[name] === true ? 49 : 48])),
  }
})

beforeEach(() => {
  electron.app = new EventEmitter()
  electron.windows.length = 0
})

async function openWindow(): Promise<Window> {
  const { MainWindow } = await import('../../../src/main/desktop/page/window.ts')
  new MainWindow({ place: null } as DesktopSettings).show()
  const [window] = electron.windows
  if (window === undefined) throw new Error('No window was opened.')
  return window
}

/** Every file of the sources, with its text. */
function sources(below = join(packageRoot(), 'src')): [string, string][] {
  return readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path, readFileSync(path, 'utf8')])
}

test('1, 18: The window shows the page of app:// alone, which has none of the rights of file://', async () => {
  const { registerScheme, isPageUrl } = await import('../../../src/main/desktop/page/protocol.ts')
  expect((await openWindow()).url).toBe('app://lastlayer/index.html')
  registerScheme()
  expect(electron.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  for (const url of ['http://lastlayer/', 'https://lastlayer/', 'file:///lastlayer', 'app://other/', 'app:lastlayer'])
    expect(isPageUrl(url), url).toBe(false)
})

test('2, 3, 4, 6, 8, 9, 10, 11: The window is isolated and sandboxed, without Node, and nothing is switched on in it', async () => {
  const { webPreferences } = (await openWindow()).options
  expect(webPreferences).toEqual({
    preload: expect.stringMatching(/out.preload.index\.cjs$/),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    spellcheck: false,
  })
})

test('5: The page is granted copying, and no other permission', async () => {
  const { refusePermissions } = await import('../../../src/main/desktop/page/window.ts')
  refusePermissions()
  const { request, check, device } = electron.permissions as Record<string, (...args: unknown[]) => unknown>
  const asked = ['media', 'geolocation', 'clipboard-read', 'openExternal', 'fullscreen', 'clipboard-sanitized-write']
  const granted = asked.filter((permission) => {
    let isGranted = false
    request?.({}, permission, (answer: boolean) => (isGranted = answer))
    expect(check?.({}, permission), permission).toBe(isGranted)
    return isGranted
  })
  expect(granted).toEqual(['clipboard-sanitized-write'])
  expect(device?.({})).toBe(false)
})

test('12, 13, 14: No page leaves ours, opens a window or holds another', async () => {
  const { refuseEscapes } = await import('../../../src/main/desktop/page/window.ts')
  refuseEscapes()
  let opens: (details: object) => { action: string } = () => ({ action: 'allow' })
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof opens) => (opens = handler),
  })
  electron.app.emit('web-contents-created', {}, contents)
  const isRefused = (name: string, details: object): boolean => {
    const preventDefault = vi.fn()
    contents.emit(name, { ...details, preventDefault })
    return preventDefault.mock.calls.length > 0
  }
  const to = (url: string, isMainFrame = true) => isRefused('will-frame-navigate', { url, isMainFrame })
  expect(to('app://lastlayer/index.html')).toBe(false)
  expect(to('https://evil.example/')).toBe(true)
  expect(to('javascript:alert(1)')).toBe(true)
  expect(to('app://lastlayer/index.html', false)).toBe(true)
  expect(isRefused('will-redirect', { url: 'app://lastlayer/index.html' })).toBe(true)
  expect(isRefused('will-attach-webview', {})).toBe(true)
  expect(opens({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
})

test('15: No address is ever handed to another program', () => {
  const named = sources().filter(([, text]) => /openExternal/.test(text))
  expect(named.map(([path]) => path)).toEqual([])
})

test('17: Only the main frame of the page may ask main for something', async () => {
  const { answerCalls } = await import('../../../src/main/desktop/page/ipc.ts')
  answerCalls({ about: async () => 'told' } as unknown as Handlers)
  expect([...electron.channels.keys()]).toHaveLength(callNames.length)
  const about = electron.channels.get('lastlayer:about')
  const page = { url: 'app://lastlayer/index.html', parent: null }
  await expect(about?.({ senderFrame: page }, {})).resolves.toEqual({ ok: true, value: 'told' })
  for (const senderFrame of [null, { ...page, parent: page }, { ...page, url: 'app://lastlayer.evil.example/' }]) {
    await expect(about?.({ senderFrame }, {})).rejects.toThrow(/may not ask/)
  }
})

test('19: A packaged application is opened up by no environment variable and no flag', async () => {
  const { setFuses } = await import(join(packageRoot(), 'scripts', 'fuses.mjs'))
  await setFuses('/app')
  expect(electron.fuses).toMatchObject({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    GrantFileProtocolExtraPrivileges: false,
    EnableCookieEncryption: true,
  })
  electron.isStuck = true
  await expect(setFuses('/app')).rejects.toThrow(/its fuse \w+ cannot be turned on/)
})

test('20: The page gets one function for each call, and nothing of Electron', async () => {
  await import('../../../src/preload/index.ts')
  const [[name, bridge] = ['', {}]] = electron.exposed
  expect([...electron.exposed.keys()]).toEqual([name])
  expect(Object.keys(bridge).sort()).toEqual([...callNames, 'subscribe', 'pathOf'].sort())
  const heard: unknown[][] = []
  const subscribe = bridge.subscribe as unknown as (listener: (...args: unknown[]) => void) => void
  subscribe((...args) => heard.push(args))
  electron.listeners.get(notificationChannel)?.({ sender: 'the ipcRenderer itself' }, 'a message')
  expect(heard).toEqual([['a message']])
})
