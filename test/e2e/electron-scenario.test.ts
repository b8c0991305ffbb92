import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { writeFiles } from './dropped-files.ts'
import { ElectronApp, findElectron, makeHome } from './electron-app.ts'
import { playScenario } from './scenario.ts'

const found = findElectron()
const folder = await mkdtemp(join(tmpdir(), 'lastlayer-electron-'))
const home = join(folder, 'home')
beforeAll(async () => {
  await chmod(folder, 0o755)
  await makeHome(home)
  writeFiles(join(folder, 'files'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

playScenario(() => ElectronApp.start(found, home), join(folder, 'files'))
