import { chown, mkdir } from 'node:fs/promises'
import { _electron, type ElectronApplication } from 'playwright-core'
import type { StartedApp } from './started-app.ts'

/** A real Electron, and the application for it. */
export interface Installation {
  readonly binary: string
  readonly app: string
}

/** As scripts/test-electron.mjs has made it ready. */
export function findElectron(): Installation {
  const { ELECTRON_EXEC_PATH: binary, LASTLAYER_TEST_APP: app } = process.env
  if (!binary || !app) throw new Error('These tests are run by `npm run test:electron`.')
  return { binary, app }
}

/** The person's folder, which belongs to the ordinary user as whom Electron runs where it is root who tests. */
export async function makeHome(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (process.getuid?.() === 0) await chown(folder, 65534, 65534)
}

/** The built application in Electron itself. */
export class ElectronApp implements StartedApp {
  private constructor(readonly electron: ElectronApplication) {}

  /** @param home LASTLAYER_HOME, made by `makeHome` */
  static async start(found: Installation, home: string): Promise<ElectronApp> {
    const electron = await _electron.launch({
      executablePath: found.binary,
      args: [found.app],
      env: { ...(process.env as Record<string, string>), HOME: home, LASTLAYER_HOME: home },
    })
    return new ElectronApp(electron)
  }

  get pid(): number {
    return this.electron.process().pid ?? 0
  }

  async page() {
    const [page] = this.electron.windows()
    if (page) return page
    const opened = this.electron.waitForEvent('window')
    await this.electron.evaluate(({ app }) => app.emit('second-instance'))
    return opened
  }

  async closeWindow(): Promise<void> {
    const [page] = this.electron.windows()
    const closed = page.waitForEvent('close')
    await this.electron.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const [window] = BrowserWindow.getAllWindows()
          window.once('closed', () => resolve())
          window.close()
        }),
    )
    await closed
  }

  /** What the question at quitting is answered with from now on; null leaves it open. */
  async answerQuestions(response: number | null): Promise<void> {
    await this.electron.evaluate(({ dialog }, given) => {
      dialog.showMessageBox = () =>
        given === null ? new Promise(() => undefined) : Promise.resolve({ response: given, checkboxChecked: false })
    }, response)
  }

  async close(): Promise<void> {
    await this.answerQuestions(1)
    await this.electron.close()
  }
}
