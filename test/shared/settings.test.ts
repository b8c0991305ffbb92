import { expect, test } from 'vitest'
import { readSettings, settings } from '../../src/shared/settings.ts'

const defaults = settings.parse({})

test('Where nothing was stored the defaults hold, and the network may be used', () => {
  expect(readSettings(undefined)).toEqual(defaults)
  expect(readSettings({})).toEqual(defaults)
  expect(defaults.offline).toBe(false)
})

test.each([[null], ['offline'], [[]], [7]])('What is no object, as %j, was damaged: offline is on', (stored) => {
  expect(readSettings(stored)).toEqual({ ...defaults, offline: true })
})

test.each([
  ['theme', { theme: 'loud' }, { theme: 'system' }],
  ['recentDatasets', { recentDatasets: 'one' }, { recentDatasets: [] }],
  ['recipe', { recipe: { dataset: '', epochs: 'many' } }, { recipe: null }],
  ['offline', { offline: 'no' }, { offline: true }],
  ['offline', { offline: null }, { offline: true }],
])('A %s that cannot be read takes nothing else along', (_, damaged, read) => {
  const rest = { theme: 'dark', recentDatasets: ['/a.csv'], recipe: null, offline: true }
  expect(readSettings({ ...rest, ...damaged })).toEqual({ ...rest, ...read })
})

test('What was switched on or off stays so', () => {
  expect(readSettings({ offline: false }).offline).toBe(false)
  expect(readSettings({ offline: true, theme: 3 }).offline).toBe(true)
})
