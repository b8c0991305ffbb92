import { Command } from 'commander'
import { expect, test } from 'vitest'
import { recipePresets } from '../../../../src/shared/recipe-presets.ts'
import { recipe } from '../../../../src/shared/recipe.ts'
import {
  presetOption,
  recipeKeys,
  recipeOf,
  recipeOption,
  switchedOffOption,
} from '../../../../src/main/cli/commands/recipe-flags.ts'

const places = { runs: '/runs', cache: '/cache', models: '/models' }

async function parse(...args: string[]) {
  const command = new Command().exitOverride()
  for (const key of recipeKeys) command.addOption(recipeOption(key))
  for (const key of recipeKeys) for (const off of [switchedOffOption(key)]) if (off !== null) command.addOption(off)
  command.addOption(presetOption()).option('--label-weights <list>')
  return recipeOf('sample:reviews', command.parse(args, { from: 'user' }).opts(), places)
}

test('Every setting but the dataset has a flag, and no two share one', () => {
  expect(new Set([...recipeKeys, 'dataset', 'labelMap', 'labelWeights'])).toEqual(new Set(Object.keys(recipe.shape)))
  const names = recipeKeys.map((key) => recipeOption(key).attributeName())
  expect(new Set(names).size).toBe(names.length)
})

test('Every flag says what it does', () => {
  for (const key of recipeKeys) expect(recipeOption(key).description).not.toBe('')
})

test('Without flags the recipe is Auto, and Classic is the default of every setting', async () => {
  const { model, ...settings } = await parse()
  expect(model).toMatch(/tiny-distilbert-reviews$/)
  const classic = recipe.parse({ dataset: 'sample:reviews', model: 'm' })
  expect({ ...settings, model: 'm' }).toEqual({ ...classic, ...recipePresets.auto.settings })
  expect({ ...(await parse('--recipe', 'classic')), model: 'm' }).toEqual(classic)
})

test.each([
  [['--lr', '1e-4'], { learningRate: 1e-4, keep: 'mean' }],
  [['--recipe', 'classic', '--lr', '1e-4'], { learningRate: 1e-4, keep: 'last', epochs: 3 }],
  [['--recipe', 'classic', '--lr', 'auto'], { learningRate: 'auto', epochs: 3 }],
  [
    ['--label-weights', 'ham=1,a,b=c=2.5'],
    {
      labelWeights: [
        { label: 'ham', weight: 1 },
        { label: 'a,b=c', weight: 2.5 },
      ],
    },
  ],
  [['--max-length', '256'], { maxLength: 256, fitLength: false, refit: true }],
  [['--no-refit'], { fitLength: true, refit: false }],
  [['--recipe', 'classic', '--refit'], { fitLength: false, refit: true }],
  [['--unfreeze', 'all'], { unfreeze: 'all' }],
  [['--unfreeze', '0'], { unfreeze: 0 }],
  [['--batch', '8', '--clip', '0.5', '--weight-decay', '0'], { batchSize: 8, clipNorm: 0.5, weightDecay: 0 }],
  [['--text-column', '1'], { textColumn: '1' }],
  [['--separator', 'tab', '--resplit'], { separator: '\t', resplit: true }],
  [['--no-strip-html', '--small-run'], { stripHtml: false, smallRun: true }],
  [['--precision', 'float32', '--keep', 'best'], { precision: 'float32', keep: 'best' }],
])('%j is understood', async (args, expected) => {
  await expect(parse(...args)).resolves.toMatchObject(expected)
})

test.each([
  ['--lr', '-1', '--lr must be greater than 0, not -1.'],
  ['--lr', 'fast', '--lr must be a number up to 1, or auto, not fast.'],
  ['--lr', '', '--lr must be a number up to 1, or auto, not empty.'],
  ['--lr', 'Infinity', '--lr must be a number up to 1, or auto, not Infinity.'],
  ['--label-weights', 'ham', '--label-weights must be labels with numbers such as ham=1,spam=5, not ham.'],
  ['--label-weights', 'ham=0', '--label-weights must be labels with numbers such as ham=1,spam=5, not ham=0.'],
  ['--model', '', '--model must be a name, not empty.'],
  ['--epochs', '1.5', '--epochs must be a whole number from 1, or auto, not 1.5.'],
  ['--epochs', '0', '--epochs must be at least 1, not 0.'],
  ['--separator', '', '--separator must be a sign or a few, such as ; or :: or tab, not empty.'],
  ['--dropout', '1', '--dropout must be less than 1, not 1.'],
  ['--unfreeze', 'some', '--unfreeze must be a whole number from 0, or all, not some.'],
  ['--unfreeze', '1.5', '--unfreeze must be a whole number from 0, or all, not 1.5.'],
  ['--precision', 'float8', '--precision must be float16 or float32 or int8, not float8.'],
])('%s %j is refused in one sentence', async (flag, value, message) => {
  await expect(parse(flag, value)).rejects.toMatchObject({ code: 'usage', message })
})
