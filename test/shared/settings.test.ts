import { expect, test } from 'vitest'
import { parseRecipe } from '../../src/shared/recipe.ts'
import { isLossy, mergeSettings, readSettings, settings, type Settings } from '../../src/shared/settings.ts'

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
  ['language', { language: 'tlh' }, { language: 'system' }],
  ['recentDatasets', { recentDatasets: 'one' }, { recentDatasets: [] }],
  ['recipe', { recipe: { dataset: '', epochs: 'many' } }, { recipe: null }],
  ['offline', { offline: 'no' }, { offline: true }],
  ['offline', { offline: null }, { offline: true }],
  ['hasToured', { hasToured: 1 }, { hasToured: true }],
])('A %s that cannot be read takes nothing else along', (_, damaged, read) => {
  const rest = {
    theme: 'dark',
    language: 'ja',
    recentDatasets: ['/a.csv'],
    datasetChoices: [],
    recipe: null,
    offline: true,
    hasToured: true,
  }
  expect(readSettings({ ...rest, ...damaged })).toEqual({ ...rest, ...read })
})

test('What was switched on or off stays so', () => {
  expect(readSettings({ offline: false }).offline).toBe(false)
  expect(readSettings({ offline: true, theme: 3 }).offline).toBe(true)
})

const recipe = parseRecipe({ dataset: '/a.csv', model: '/m' })

test('Of a list the elements that can be read are kept', () => {
  expect(readSettings({ recentDatasets: ['/a', '/b', 5] }).recentDatasets).toEqual(['/a', '/b'])
  const choice = { dataset: '/a.csv', encoding: 'big5' }
  expect(readSettings({ datasetChoices: [choice, 5, { dataset: '' }] }).datasetChoices).toMatchObject([choice])
})

test('What is stored anew is what was there, with what has changed: what is unknown or unread stays', () => {
  const choices = { recentDatasets: ['/a', 5], datasetChoices: [] }
  const stored = {
    ...choices,
    recipe: { ...recipe, later: 1 },
    language: 'de',
    offline: 'no',
    hasToured: true,
    sidebar: 'wide',
  }
  const value = { ...readSettings(stored), theme: 'dark' } as const
  expect(mergeSettings(stored, value)).toEqual({ ...stored, theme: 'dark' })
  expect(isLossy(stored, value)).toBe(false)
})

const changes: [unknown, Partial<Settings>, boolean][] = [
  [{ recentDatasets: ['/a', 5] }, { recentDatasets: ['/b', '/a'] }, true],
  [{ recipe: { ...recipe, later: 1 } }, { recipe: { ...recipe, epochs: 9 } }, true],
  [{ recipe }, { recipe: null }, false],
  [{ sidebar: 'wide' }, { theme: 'dark' }, false],
  [5, {}, true],
  [undefined, {}, false],
]
test.each(changes)('Of %j with %j something that is not understood is dropped: %s', (stored, change, is) => {
  expect(isLossy(stored, { ...readSettings(stored), ...change })).toBe(is)
})
