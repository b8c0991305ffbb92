import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { isSwitchedOffline } from '../../../src/main/host/offline-switch.ts'
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

  test('that is a folder leaves offline on too', () => {
    mkdirSync(path)
    const store = settingsFile(path)
    expect(store.read().offline).toBe(true)
    store.write(defaults)
    expect(store.read()).toEqual(defaults)
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
