import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { _electron } from 'playwright-core'
import { packageRoot } from '../../src/main/host/paths.ts'
import type { StartedApp } from './started-app.ts'

/** Electron's binary, or the reason why it cannot be run here. */
export function findElectron(): { path: string } | { why: string } {
  const path = process.env.ELECTRON_EXEC_PATH ?? ownBinary()
  if (path === null || !existsSync(path)) return { why: 'there is no Electron binary' }
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  return hasDisplay ? { path } : { why: 'there is no display' }
}

/** The built application in Electron itself. */
export async function startElectronApp(path: string, home: string): Promise<StartedApp> {
  const isRoot = process.getuid?.() === 0
  const electron = await _electron.launch({
    executablePath: path,
    args: [...(isRoot ? ['--no-sandbox'] : []), packageRoot()],
    env: { ...(process.env as Record<string, string>), LASTLAYER_HOME: home },
  })
  return {
    pid: electron.process().pid ?? 0,
    page: async () => {
      const [page] = electron.windows()
      if (page) return page
      const opened = electron.waitForEvent('window')
      await electron.evaluate(({ app }) => app.emit('second-instance'))
      return opened
    },
    closeWindow: async () => electron.windows()[0].close(),
    close: () => electron.close(),
  }
}

function ownBinary(): string | null {
  try {
    return createRequire(import.meta.url)('electron') as string
  } catch {
    // The package throws until its binary is there.
    return null
  }
}
