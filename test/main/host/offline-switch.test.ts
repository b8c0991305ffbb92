import { mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { isSwitchedOffline, settingsNotices, withSharedSwitch } from '../../../src/main/host/offline-switch.ts'
import { defaultPlaces, webSettingsPath } from '../../../src/main/host/paths.ts'
import { settingsFile } from '../../../src/main/web/settings-file.ts'
import { settings } from '../../../src/shared/settings.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const defaults = settings.parse({})
let home: string
let path: string
beforeEach(async () => {
  home = await temporaryFolder()
  path = webSettingsPath(defaultPlaces({ LASTLAYER_HOME: home }))
})

describe('The settings file of the web host', () => {
  test('that is missing is the first start', () => {
    expect(settingsFile(path).read()).toEqual(defaults)
  })

  test.each(['{"offline": fal', '', '[]', '"text"'])(
    'that holds %j leaves offline on, and is kept when it is written',
    (content) => {
      writeFileSync(path, content)
      const store = settingsFile(path)
      expect(store.read()).toEqual({ ...defaults, offline: true })
      store.write({ ...store.read(), theme: 'dark' })
      expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(content)
      expect(settingsFile(path).read()).toEqual({ ...defaults, theme: 'dark', offline: true })
    },
  )

  test('that was changed behind our back leaves offline on, is kept, and is told of', () => {
    const places = defaultPlaces({ LASTLAYER_HOME: home })
    settingsFile(path).write({ ...defaults, theme: 'light' })
    expect(settingsNotices(places, { LASTLAYER_HOME: home })).toEqual([])
    const changed = readFileSync(path, 'utf8').replace('light', 'night')
    writeFileSync(path, changed)
    expect(settingsFile(path).read()).toEqual({ ...defaults, offline: true })
    expect(settingsNotices(places, { LASTLAYER_HOME: home })).toEqual([
      expect.stringMatching(/settings\.json is damaged.*delete its checksum/),
    ])
    settingsFile(path).write({ ...defaults, theme: 'dark' })
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(changed)
  })

  test('that is a folder leaves offline on too', () => {
    mkdirSync(path)
    const store = settingsFile(path)
    expect(store.read().offline).toBe(true)
    store.write(defaults)
    expect(store.read()).toEqual(defaults)
  })

  test('that is a link to nowhere leaves offline on, and is no first start', () => {
    symlinkSync(join(home, 'nowhere'), path)
    const store = settingsFile(path)
    expect(store.read().offline).toBe(true)
    store.write({ ...store.read(), theme: 'dark' })
    expect(store.read()).toEqual({ ...defaults, theme: 'dark', offline: true })
  })

  test('is kept each time that it is damaged in another way, once, and at most five times', () => {
    const store = settingsFile(path)
    for (const content of ['{1', '{2', '{1', '{2', '{3', '{4', '{5', '{6']) {
      writeFileSync(path, content)
      store.write(defaults)
    }
    const kept = readdirSync(home)
      .filter((name) => name.includes('damaged'))
      .sort()
    expect(kept.map((name) => readFileSync(join(home, name), 'utf8'))).toEqual(['{1', '{2', '{3', '{4', '{6'])
    expect(kept.slice(0, 2)).toEqual(['settings.json.damaged', 'settings.json.damaged-2'])
  })

  test('is kept before something in it that cannot be read is overwritten, and then only', () => {
    const content = JSON.stringify({ recentDatasets: ['/a', '/b', 5], sidebar: 'wide' })
    writeFileSync(path, content)
    const store = settingsFile(path)
    store.write({ ...store.read(), theme: 'dark' })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ recentDatasets: ['/a', '/b', 5], sidebar: 'wide' })
    expect(readdirSync(home)).toEqual(['settings.json'])
    writeFileSync(path, content)
    store.write({ ...store.read(), recentDatasets: ['/c', '/a', '/b'] })
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(content)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      recentDatasets: ['/c', '/a', '/b'],
      sidebar: 'wide',
    })
  })

  test('is for the person alone, and nothing is left beside it', () => {
    settingsFile(path).write(defaults)
    expect(readdirSync(home)).toEqual(['settings.json'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})

describe('What is fetched without a window', () => {
  const isOffline = (): boolean => isSwitchedOffline(defaultPlaces({ LASTLAYER_HOME: home }), { LASTLAYER_HOME: home })
  const desktop = (content: string): void => {
    mkdirSync(join(home, 'desktop'))
    writeFileSync(join(home, 'desktop', 'config.json'), content)
  }

  test('may be fetched before there are settings, and while the switch is off', () => {
    expect(isOffline()).toBe(false)
    settingsFile(path).write(defaults)
    desktop('{"place": {"x": 1}}')
    expect(isOffline()).toBe(false)
  })

  test('may not, once a browser has switched offline on', () => {
    settingsFile(path).write({ ...defaults, offline: true })
    expect(isOffline()).toBe(true)
  })

  test.each(['{"settings": {"offline": true}}', '{"settings": {"offline": 1}}', '{"settings": 5}', '{'])(
    'may not, if the desktop has stored %s',
    (content) => {
      desktop(content)
      expect(isOffline()).toBe(true)
    },
  )
})

describe('The switch that both windows share', () => {
  const places = () => defaultPlaces({ LASTLAYER_HOME: home })
  const isOffline = (): boolean => isSwitchedOffline(places(), { LASTLAYER_HOME: home })
  const open = (store = settingsFile(path)) => withSharedSwitch(store, places(), { LASTLAYER_HOME: home })
  const other = () => open(settingsFile(join(home, 'other.json')))

  test('is on in one when it is switched on in the other, and off again from either', () => {
    open().write({ ...defaults, offline: true })
    expect([open().read().offline, other().read().offline, isOffline()]).toEqual([true, true, true])
    other().write({ ...other().read(), theme: 'dark' })
    expect(isOffline()).toBe(true)
    other().write({ ...other().read(), offline: false })
    expect([open().read().offline, other().read().offline, isOffline()]).toEqual([false, false, false])
    expect([open().read().theme, other().read().theme]).toEqual(['system', 'dark'])
  })

  test('begins as either has left it, and can then be switched off in the other', () => {
    mkdirSync(join(home, 'desktop'))
    writeFileSync(join(home, 'desktop', 'config.json'), '{"settings": {"offline": true}}')
    expect(open().read().offline).toBe(true)
    open().write({ ...open().read(), offline: false })
    expect([open().read().offline, isOffline()]).toEqual([false, false])
  })

  test.each(['{', '{"offline": "no"}', '{}'])('that holds %s is on', (content) => {
    writeFileSync(join(home, 'offline.json'), content)
    expect([open().read().offline, isOffline()]).toEqual([true, true])
    open().write({ ...open().read(), offline: false })
    expect(isOffline()).toBe(false)
  })
})
