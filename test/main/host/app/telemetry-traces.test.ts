import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { removeTelemetryTraces } from '../../../../src/main/host/app/telemetry-traces.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

const ours = ['deviceid', 'deviceid.lock', 'onnxruntime.db', 'onnxruntime.db-shm', 'onnxruntime.db-wal']
const below = join('Microsoft', 'DeveloperTools', '.onnxruntime')

/** A person's home in which Lastlayer was used before, with these files where ONNX Runtime puts its own. */
async function personsHome(names: readonly string[], base = '.cache') {
  const home = await temporaryFolder()
  for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, home)
  vi.stubEnv('XDG_CACHE_HOME', '')
  const folder = join(home, base, below)
  await mkdir(folder, { recursive: true })
  for (const name of names) await writeFile(join(folder, name), name)
  const data = join(home, 'lastlayer')
  const places = { runs: join(data, 'runs'), cache: join(data, 'cache'), models: join(data, 'models') }
  await mkdir(places.runs, { recursive: true })
  const remove = (platform: NodeJS.Platform = 'linux') => removeTelemetryTraces(data, places, process.env, platform)
  return { home, folder, data, places, remove }
}

test('What ONNX Runtime left is removed with the folders that were its own, and said in a sentence', async () => {
  const { home, folder, remove } = await personsHome(ours)
  const sentence = await remove()
  expect(sentence).toMatch(/^Earlier versions of Lastlayer let ONNX Runtime report to Microsoft.*removed\./)
  expect(sentence).toContain(folder)
  expect(await readdir(join(home, '.cache'))).toEqual([])
})

test('It happens once: what comes later is another program’s', async () => {
  const { folder, remove } = await personsHome(ours)
  await remove()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'deviceid'), 'new')
  expect(await remove()).toBe(null)
  expect(await readFile(join(folder, 'deviceid'), 'utf8')).toBe('new')
})

test('Only one of several that start at once tells of it', async () => {
  const { remove } = await personsHome(ours)
  const said = await Promise.all([remove(), remove(), remove()])
  expect(said.filter((sentence) => sentence !== null)).toHaveLength(1)
})

test('Files of other products stay, with the id that they share, and so do their folders', async () => {
  const { folder, remove } = await personsHome([...ours, 'onnxruntime-genai.db'])
  const other = join(dirname(folder), 'deviceid')
  await writeFile(other, 'of an editor')
  expect(await remove()).toMatch(/removed/)
  expect((await readdir(folder)).sort()).toEqual(['deviceid', 'deviceid.lock', 'onnxruntime-genai.db'])
  expect(await readFile(other, 'utf8')).toBe('of an editor')
})

test('Nothing is touched where Lastlayer was not used before, then or later', async () => {
  const { folder, data, places } = await personsHome(ours)
  const fresh = { runs: join(data, 'x'), cache: join(data, 'y'), models: join(data, 'z') }
  expect(await removeTelemetryTraces(data, fresh, process.env, 'linux')).toBe(null)
  expect(await removeTelemetryTraces(data, places, process.env, 'linux')).toBe(null)
  expect((await readdir(folder)).sort()).toEqual(ours)
})

test('XDG_CACHE_HOME counts if it is absolute, as it does for ONNX Runtime', async () => {
  const { home, folder, remove } = await personsHome(ours, 'elsewhere')
  vi.stubEnv('XDG_CACHE_HOME', join(home, 'elsewhere'))
  expect(await remove()).toContain(folder)
  expect(existsSync(folder)).toBe(false)

  const relative = await personsHome(ours)
  vi.stubEnv('XDG_CACHE_HOME', 'elsewhere')
  expect(await relative.remove()).toContain(relative.folder)
})

test('On macOS it is the application support; on Windows there are no files', async () => {
  const { folder, remove } = await personsHome(ours, join('Library', 'Application Support'))
  expect(await remove('darwin')).toContain(folder)
  const windows = await personsHome(ours)
  expect(await windows.remove('win32')).toBe(null)
  expect(await readdir(windows.folder)).toHaveLength(ours.length)
})

test('Without traces, or without a place for the marker, nothing is said', async () => {
  expect(await (await personsHome([])).remove()).toBe(null)
  const { folder, home, places } = await personsHome(ours)
  await writeFile(join(home, 'file'), '')
  expect(await removeTelemetryTraces(join(home, 'file', 'data'), places, process.env, 'linux')).toBe(null)
  expect(await readdir(folder)).toHaveLength(ours.length)
})

test('A link in the place of a file is removed, and not what it leads to', async () => {
  const { home, folder, remove } = await personsHome([])
  await writeFile(join(home, 'mine.txt'), 'mine')
  await symlink(join(home, 'mine.txt'), join(folder, 'deviceid'))
  expect(await remove()).toMatch(/removed/)
  expect(await readFile(join(home, 'mine.txt'), 'utf8')).toBe('mine')
})
