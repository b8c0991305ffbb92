import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DebUpdater, type AppUpdater } from 'electron-updater'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { equip } from '../../../../src/main/desktop/updates/updater.ts'
import { Updates } from '../../../../src/main/desktop/updates/updates.ts'
import { Contacts } from '../../../../src/main/host/hub/requests.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { UpdateServer } from './update-server.ts'

// electron-updater itself, with a package and a person of the test's own: only what would be installed is not.

let server: UpdateServer
let folder: string
let contacts: Contacts
let updates: Updates
let install: ReturnType<typeof vi.fn>
let atEnd: (exitCode: number) => void
/** What the person is asked and told, and what they answer. */
let said: string[]
let answers: Record<string, boolean>
let shares: (number | null)[]
let isOffline: boolean
let onAsked: () => void
let whyNot: string | null
const load = vi.fn(() => makeUpdater())

beforeEach(async () => {
  folder = await temporaryFolder()
  server = await UpdateServer.start()
  contacts = new Contacts()
  install = vi.fn(() => true)
  atEnd = () => undefined
  said = []
  shares = []
  answers = { Download: true, 'Install on Quit': true }
  isOffline = false
  onAsked = () => undefined
  whyNot = null
  load.mockClear()
  updates = new Updates({
    version: '1.0.0',
    isOffline: () => isOffline,
    whyNot: () => whyNot,
    load,
    ask: async (question, detail, yes) => {
      said.push(question, detail)
      onAsked()
      return answers[yes] ?? false
    },
    tell: async (sentence, detail) => void said.push(`${sentence} ${detail}`.trim()),
    onProgress: (share) => shares.push(share),
    log: { note: vi.fn(), fail: vi.fn() },
  })
})
afterEach(() => server.close())

function makeUpdater(): AppUpdater {
  writeFileSync(
    join(folder, 'app-update.yml'),
    JSON.stringify({ provider: 'generic', url: server.url, updaterCacheDirName: 'updates' }),
  )
  const updater = new DebUpdater(null, {
    version: '1.0.0',
    name: 'lastlayer',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => undefined,
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: (handler) => (atEnd = handler),
  })
  return equip(Object.assign(updater, { install }), contacts)
}

const downloaded = (): string | null => {
  const path = join(folder, 'updates', 'pending', 'lastlayer.deb')
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

test('A new version is shown with its notes, fetched after a yes, and installed at the end after another', async () => {
  await updates.check()
  expect(said).toEqual([
    'Download Lastlayer 2.0.0?',
    'You have 1.0.0. Nothing is installed without another yes.\n\nFaster.\nNothing else.',
    'Install Lastlayer 2.0.0 when you quit?',
    expect.any(String),
  ])
  expect(downloaded()).toBe('the package')
  expect(server.paths).toEqual(['/latest-linux.yml', '/lastlayer.deb'])
  expect(shares.at(-1)).toBeNull()
  expect(install).not.toHaveBeenCalled()
  atEnd(0)
  expect(install).toHaveBeenCalledOnce()
  await updates.check()
  expect(said.at(-1)).toBe('Lastlayer 2.0.0 is installed when you quit.')
})

test('Without a yes nothing is fetched, and without another nothing is installed', async () => {
  answers = {}
  await updates.check()
  expect(server.paths).toEqual(['/latest-linux.yml'])
  answers = { Download: true }
  await updates.check()
  expect(downloaded()).toBe('the package')
  atEnd(0)
  expect(install).not.toHaveBeenCalled()
})

test.each(['0.9.0', '1.0.0'])('Version %s is no update of 1.0.0', async (version) => {
  server.version = version
  await updates.check()
  expect(said).toEqual(['Lastlayer 1.0.0 is up to date.'])
})

test('A package that is not what was announced is thrown away', async () => {
  server.sent = 'the forgery'
  await updates.check()
  expect(said.at(-1)).toMatch(/^Lastlayer could not be updated\. What was downloaded is not what was announced/)
  expect(readdirSync(join(folder, 'updates', 'pending'))).toEqual([])
  atEnd(0)
  expect(install).not.toHaveBeenCalled()
})

test('A connection that is cut in the middle is told of, and the next try succeeds', async () => {
  server.cuts = 1
  await updates.check()
  expect(said.at(-1)).toMatch(/^Lastlayer could not be updated\. The connection failed or broke off \(ECONNRESET\)/)
  expect(downloaded()).toBeNull()
  await updates.check()
  expect(downloaded()).toBe('the package')
})

test('Offline nothing is asked for, and a switch during the question counts too', async () => {
  isOffline = true
  await updates.check()
  expect(said).toEqual([expect.stringMatching(/^Lastlayer could not be updated\. Lastlayer is offline/)])
  expect([server.paths, load.mock.calls]).toEqual([[], []])
  isOffline = false
  onAsked = () => (isOffline = true)
  await updates.check()
  expect(server.paths).toEqual(['/latest-linux.yml'])
})

test('A copy that cannot be renewed says why, and asks for nothing', async () => {
  whyNot = 'It has no address for updates.'
  await updates.check()
  expect(said).toEqual(['This copy of Lastlayer cannot look for updates. It has no address for updates.'])
  expect(server.asked).toEqual([])
})

test('Each request is among the contacts, and none carries a number of this installation', async () => {
  await updates.check()
  const { host } = new URL(server.url)
  const of = { host, subject: 'an update of Lastlayer', status: 200 }
  expect(contacts.list()).toMatchObject([of, { ...of, bytes: 'the package'.length }])
  expect(server.asked.map(({ headers }) => headers['x-user-staging-id'])).toEqual([undefined, undefined])
})

test('A server elsewhere that has no encryption is not asked', async () => {
  const updater = makeUpdater()
  writeFileSync(join(folder, 'app-update.yml'), JSON.stringify({ provider: 'generic', url: 'http://updates.invalid/' }))
  load.mockReturnValueOnce(updater)
  await updates.check()
  expect(said).toEqual([expect.stringMatching(/updates\.invalid has no encryption: updates come by https alone/)])
})

test('Notes in HTML are shown as text, and long ones are cut', async () => {
  server.notes = `<h2>New</h2><p>Faster &amp; <a href="https://evil.example">smaller</a></p><p>${'word '.repeat(1000)}</p>`
  answers = {}
  await updates.check()
  expect(said[1]).toMatch(/another yes\.\n\nNew\n\nFaster & smaller\n\nword word/)
  expect(said[1].length).toBeLessThan(1700)
})
