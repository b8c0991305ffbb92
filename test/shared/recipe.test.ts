import { Option } from 'commander'
import { describe, expect, test } from 'vitest'
import { formSettings } from '../../src/renderer/recipe/settings.ts'
import { differences } from '../../src/renderer/runs/compare.ts'
import { recipeOption, type RecipeKey } from '../../src/main/cli/commands/recipe-flags.ts'
import { epochsFor, recipe, settings, type Recipe } from '../../src/shared/recipe.ts'
import { fieldOf, formGroups, type Setting } from '../../src/shared/recipe-setting.ts'
import { usualRate } from '../../src/shared/search.ts'
import { t } from '../../src/renderer/words/words.svelte.ts'
import { pastRuns } from '../renderer/past-runs.ts'

const all = Object.entries<Setting>(settings).map(([key, facts]) => ({ ...facts, key: key as keyof Recipe }))

/** Another value than the one that a run has. */
function another({ schema }: Setting, value: unknown): unknown {
  const field = fieldOf(schema)
  if (field.kind === 'switch') return value !== true
  if (field.kind === 'choice') return field.options.find((option) => option !== value)
  return field.kind === 'number' ? 0.123 : 'another'
}

describe('every setting of the recipe', () => {
  test('has a title of its own and a sentence without its full stop', () => {
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length)
    for (const { title, sentence } of all) {
      expect(title).toMatch(/^[A-Z]/)
      expect(sentence).toMatch(/[^.]$/)
    }
  })

  test('is told in the window as it is by the command line', () => {
    expect(all.map(({ key }) => t(`recipe.settings.${key}.title`))).toEqual(all.map(({ title }) => title))
    for (const { key } of formSettings) {
      const told = t(`recipe.settings.${key}.sentence`, { usualRate: usualRate.toExponential() })
      expect(told).toBe(`${settings[key].sentence}.`)
    }
  })

  test('is found under a flag of its own, but for the dataset, which is an argument', () => {
    const flags = all.flatMap(({ flag }) => (flag === null ? [] : [new Option(flag).attributeName()]))
    expect(new Set(flags).size).toBe(all.length - 3)
    expect([settings.dataset.flag, settings.labelMap.flag, settings.labelWeights.flag]).toEqual([null, null, null])
  })

  test('has a default, but for the dataset and the model', () => {
    expect(Object.keys(recipe.parse({ dataset: 'd', model: 'm' }))).toEqual(Object.keys(settings))
  })

  test.each(all.filter(({ flag }) => flag !== null))('tells its flag what $key does', (setting) => {
    const option = recipeOption(setting.key as RecipeKey)
    expect(option.flags).toBe(setting.flag)
    expect(option.description.replace(/ \((auto: .*|\d+; .*)\)$/, '')).toBe(setting.flagSentence ?? setting.sentence)
    expect(option.required).toBe(fieldOf(setting.schema).kind !== 'switch')
  })

  test('of a group of the form has a field that can be filled in there', () => {
    const inForm = all.filter(({ group }) => formGroups.some((one) => one === group))
    expect(formSettings.map(({ key }) => key)).toEqual(inForm.map(({ key }) => key))
    for (const { field } of formSettings) expect(field.kind).not.toBe('text')
  })

  test.each(all)('is told under its title where two runs differ in $key', (setting) => {
    const [run] = pastRuns(1)
    const changed = { ...run.summary.recipe, [setting.key]: another(setting, run.summary.recipe[setting.key]) }
    const other = { ...run, summary: { ...run.summary, recipe: changed } }
    const told = differences([run, other]).filter(({ group }) => group === 'recipe')
    expect(told.map(({ name }) => name)).toEqual([setting.title])
  })
})

test('The fields that the form always had are in their order and under their headings', () => {
  const known = [
    'epochs learningRate batchSize warmup weightDecay clipNorm dropout head seed',
    'classWeights balancedBatches focal',
    'stripHtml maxLength smallRun testShare precision trunk',
    'keep patience validationShare',
  ]
  const isKnown = (key: string): boolean => known.some((keys) => keys.split(' ').includes(key))
  const keysOf = (group: string): string[] => formSettings.filter((one) => one.group === group).map(({ key }) => key)
  expect(formGroups.map((group) => keysOf(group).filter(isKnown).join(' '))).toEqual(known)
  const kinds = formSettings.map(({ key, field }) => [key, field] as const)
  expect(Object.fromEntries(kinds)).toMatchObject({
    epochs: { kind: 'number', mayBeEmpty: false },
    dropout: { kind: 'number', mayBeEmpty: true },
    smallRun: { kind: 'switch' },
    trunk: { kind: 'choice', options: ['auto', 'onnxruntime', 'int8', 'tensorflow'] },
  })
})

describe('The epochs that Auto plans', () => {
  const epochs = (texts: number, labels: number): number =>
    epochsFor({ epochs: 'auto', batchSize: 16 }, { texts, labels })

  test('are the more the fewer the texts and the more the labels, within bounds', () => {
    expect([epochs(3400, 2), epochs(850, 2), epochs(850, 12), epochs(850, 30), epochs(850, 50), epochs(20, 2)]).toEqual(
      [4, 8, 8, 14, 20, 20],
    )
  })

  test('are those of the recipe where it names them', () => {
    expect(epochsFor({ epochs: 3, batchSize: 16 }, { texts: 20, labels: 2 })).toBe(3)
  })
})
