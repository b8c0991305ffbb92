import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { closeHome } from '../../../src/main/host/home.ts'
import { defaultPlaces } from '../../../src/main/host/paths.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let home: string
const names = ['runs', 'runs/one', 'runs/one/inputs', 'cache', 'models', 'runs/one/inputs/texts', 'settings.json']
const modesOf = (paths: readonly string[]): string[] =>
  paths.map((path) => (statSync(join(home, path)).mode & 0o777).toString(8))

beforeEach(async () => {
  home = await temporaryFolder()
  for (const name of names.slice(0, 5)) mkdirSync(join(home, name))
  for (const name of names.slice(5)) writeFileSync(join(home, name), '')
  for (const name of names) chmodSync(join(home, name), names.indexOf(name) < 5 ? 0o755 : 0o644)
  chmodSync(home, 0o755)
})

const closed = ['700', '700', '700', '700', '700', '600', '600']

test.skipIf(process.platform === 'win32')('A home that an earlier version left open is closed', async () => {
  await closeHome(defaultPlaces({ LASTLAYER_HOME: home }))
  expect(modesOf([...names, '.'])).toEqual([...closed, '700'])
})

test.skipIf(process.platform === 'win32')(
  'A folder in which something else lies stays open; what is ours in it does not',
  async () => {
    writeFileSync(join(home, 'thesis.tex'), '')
    chmodSync(join(home, 'thesis.tex'), 0o644)
    await closeHome(defaultPlaces({ LASTLAYER_HOME: home }))
    expect(modesOf([...names, '.', 'thesis.tex'])).toEqual([...closed, '755', '644'])
  },
)

test('A home that is not there yet is no failure, and is not made', async () => {
  await closeHome(defaultPlaces({ LASTLAYER_HOME: join(home, 'later') }))
  expect(statSync(join(home, 'later'), { throwIfNoEntry: false })).toBeUndefined()
})
