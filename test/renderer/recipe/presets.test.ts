import { describe, expect, it } from 'vitest'
import { presetFor, presetNames, presetOf } from '../../../src/renderer/recipe/presets.ts'
import { defaultRecipe, formSettings, problemWith } from '../../../src/renderer/recipe/settings.ts'
import { datasetSettings } from '../../../src/shared/dataset-settings.ts'
import { recipe } from '../../../src/shared/recipe.ts'
import { recipePresets } from '../../../src/shared/recipe-presets.ts'
import { t } from '../../../src/renderer/words/words.svelte.ts'

const large = {
  path: '/models/distilbert',
  name: 'distilbert',
  family: 'distilbert',
  blocks: 6,
  dim: 768,
  parameters: 66_362_880,
  positions: 512,
  labels: null,
}
const small = { ...large, blocks: 1, dim: 192, positions: 128 }

describe('presets', () => {
  it('are sound recipes, also for a small model', () => {
    for (const name of presetNames) {
      for (const model of [large, small]) {
        const made = { ...defaultRecipe('/texts', model.path), ...presetFor(name, model) }
        expect(recipe.parse(made)).toEqual(made)
        expect(made.maxLength).toBeLessThanOrEqual(model.positions)
        expect(made.unfreeze).toBeLessThanOrEqual(model.blocks)
        expect(presetOf(made, model)).toBe(name)
      }
    }
  })

  it('have the defaults of the method as Classic', () => {
    const made = defaultRecipe('/texts', large.path)
    expect(presetOf(made, large)).toBe('classic')
    expect(presetOf({ ...made, epochs: 4 }, large)).toBeNull()
  })
})

it.each(['auto', 'classic'] as const)('The window tells of the preset %s what the command line tells', (name) => {
  expect(t(`recipe.presets.${name}.title`)).toBe(recipePresets[name].title)
  expect(t(`recipe.presets.${name}.sentence`)).toBe(recipePresets[name].sentence)
})

describe('settings', () => {
  it('are all there', () => {
    const elsewhere = [...Object.keys(datasetSettings), 'model', 'unfreeze', 'embeddings', 'labelWeights']
    const keys = new Set([...formSettings.map(({ key }) => key as string), ...elsewhere])
    expect([...keys].sort()).toEqual(Object.keys(recipe.shape).sort())
  })

  it('say what is wrong with a value', () => {
    expect(problemWith('epochs', 3, large)).toBeNull()
    expect(problemWith('epochs', 0, large)?.()).toMatch(/\.$/)
    expect(problemWith('epochs', Number.NaN, large)?.()).toMatch(/\.$/)
    expect(problemWith('learningRate', Number.NaN, large)?.()).toBe('A number, or auto.')
    expect(problemWith('learningRate', 'auto', large)).toBeNull()
    expect(problemWith('maxLength', 1024, large)?.()).toBe('This model reads at most 512 tokens.')
    expect(problemWith('dropout', null, large)).toBeNull()
  })
})
