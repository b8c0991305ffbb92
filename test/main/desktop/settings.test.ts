import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { settings } from '../../../src/shared/settings.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const defaults = settings.parse({})
const scene = vi.hoisted(() => ({ folder: '' }))
vi.mock('electron', () => ({ app: { getPath: () => scene.folder } }))
// As electron-store does: what cannot be read is thrown, what is written is written whole.
vi.mock('electron-store', () => ({
  default: class {
    constructor() {
      this.#read()
    }
    #path = join(scene.folder, 'config.json')
    #read(): object {
      try {
        return JSON.parse(readFileSync(this.#path, 'utf8')) as object
      } catch (error) {
        if (error instanceof SyntaxError) throw error
        return {}
      }
    }
    set(key: string, value: unknown): void {
      writeFileSync(this.#path, JSON.stringify({ ...this.#read(), [key]: value }))
    }
  },
}))

let path: string
beforeEach(async () => {
  scene.folder = await temporaryFolder()
  path = join(scene.folder, 'config.json')
})

async function open() {
  const { DesktopSettings } = await import('../../../src/main/desktop/settings.ts')
  return new DesktopSettings()
}

test('The first start has the defaults; later ones what was stored', async () => {
  const first = await open()
  expect([first.read(), first.place]).toEqual([defaults, null])
  first.write({ ...defaults, theme: 'dark' })
  first.place = { x: 1, y: 2, width: 3, height: 4, isMaximized: false }
  const second = await open()
  expect([second.read().theme, second.place?.width]).toEqual(['dark', 3])
})

test('A damaged file is kept aside, and offline is on at this start and the next', async () => {
  writeFileSync(path, '{"settings": {"offl')
  expect((await open()).read()).toEqual({ ...defaults, offline: true })
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"settings": {"offl')
  expect((await open()).read().offline).toBe(true)
})

test('A file that is damaged while the window is open leaves offline on', async () => {
  const store = await open()
  store.write(defaults)
  writeFileSync(path, 'nothing')
  expect(store.read().offline).toBe(true)
  store.place = { x: 1, y: 2, width: 3, height: 4, isMaximized: false }
  expect((await open()).read().offline).toBe(true)
})

test('One setting that cannot be read takes no other along', async () => {
  writeFileSync(path, JSON.stringify({ settings: { theme: 7, recentDatasets: ['/a.csv'], offline: true } }))
  expect((await open()).read()).toEqual({ ...defaults, recentDatasets: ['/a.csv'], offline: true })
})

test('What another version has stored is written back, and kept aside before it is overwritten', async () => {
  const content = JSON.stringify({ settings: { recentDatasets: ['/a', 5], sidebar: 'wide' }, later: 1 })
  writeFileSync(path, content)
  const store = await open()
  store.write({ ...store.read(), recentDatasets: ['/b', '/a'] })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    settings: { recentDatasets: ['/b', '/a'], sidebar: 'wide' },
    later: 1,
  })
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(content)
})
