import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { packageRoot } from '../../src/main/host/paths.ts'
import { DesktopApp } from './desktop-app.ts'
import { writeFiles } from './dropped-files.ts'
import { inChromium } from './in-chromium.ts'
import { playScenario } from './scenario.ts'
import { startWebApp } from './web-app.ts'

const folder = await mkdtemp(join(tmpdir(), 'lastlayer-e2e-'))
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  for (const path of ['main/index.js', 'preload/index.cjs', 'renderer/index.html']) {
    if (!existsSync(join(packageRoot(), 'out', path))) throw new Error('Build first: npm run build.')
  }
  writeFiles(at('files'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

await inChromium((browser) => {
  describe('The web host in Chromium', () => {
    playScenario(() => startWebApp(browser, at('web'), [at('files')]), at('files'))
  })

  describe('The built desktop application under a stand-in for Electron', () => {
    playScenario(() => DesktopApp.start(browser, at('desktop'), at('files')), at('files'))
  })
})
