import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { packageRoot } from '../../src/main/host/paths.ts'
import type { StartedApp } from './started-app.ts'

/** Starts the built web host as a person would, and opens the address that it prints. */
export async function startWebApp(
  browser: Browser,
  home: string,
  roots: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<StartedApp> {
  const cli = join(packageRoot(), 'out', 'main', 'cli.js')
  const child = spawn(process.execPath, [cli, 'serve', '--json', '--roots', ...roots], {
    env: { ...process.env, ...env, LASTLAYER_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), once(child, 'exit')])
  const { url } = JSON.parse(String(line)) as { url: string }
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
  let page: Page | null = null
  return {
    pid: child.pid ?? 0,
    page: async () => {
      if (!page) {
        const isFirst = (await context.cookies()).length === 0
        page = await context.newPage()
        await page.goto(isFirst ? url : new URL('/', url).href)
      }
      return page
    },
    closeWindow: async () => {
      await page?.close()
      page = null
    },
    close: async () => {
      await context.close()
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
