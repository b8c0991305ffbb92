import { Command } from 'commander'
import { expect, test } from 'vitest'
import { recipe } from '../../../../src/shared/recipe.ts'
import { recipeKeys, recipeOf, recipeOption } from '../../../../src/main/cli/commands/recipe-flags.ts'

const places = { runs: '/runs', cache: '/cache', models: '/models' }

async function parse(...args: string[]) {
  const command = new Command().exitOverride()
  for (const key of recipeKeys) command.addOption(recipeOption(key))
  return recipeOf('sample:reviews', command.parse(args, { from: 'user' }).opts(), places)
}

test('Every setting but the dataset has a flag, and no two share one', () => {
  expect(new Set([...recipeKeys, 'dataset', 'labelMap'])).toEqual(new Set(Object.keys(recipe.shape)))
  const names = recipeKeys.map((key) => recipeOption(key).attributeName())
  expect(new Set(names).size).toBe(names.length)
})

test('Every flag says what it does', () => {
  for (const key of recipeKeys) expect(recipeOption(key).description).not.toBe('')
})

test('Without flags the recipe is the default one', async () => {
  const { model, ...settings } = await parse()
  expect(model).toMatch(/tiny-distilbert-reviews$/)
  expect({ ...settings, model: 'm' }).toEqual(recipe.parse({ dataset: 'sample:reviews', model: 'm' }))
})

test.each([
  [['--lr', '1e-4'], { learningRate: 1e-4 }],
  [['--unfreeze', 'all'], { unfreeze: 'all' }],
  [['--unfreeze', '0'], { unfreeze: 0 }],
  [['--batch', '8', '--clip', '0.5', '--weight-decay', '0'], { batchSize: 8, clipNorm: 0.5, weightDecay: 0 }],
  [['--text-column', '1'], { textColumn: '1' }],
  [['--no-strip-html', '--small-run'], { stripHtml: false, smallRun: true }],
  [['--precision', 'float32', '--keep', 'best'], { precision: 'float32', keep: 'best' }],
])('%j is understood', async (args, expected) => {
  await expect(parse(...args)).resolves.toMatchObject(expected)
})

test.each([
  ['--lr', '-1', '--lr must be greater than 0, not -1.'],
  ['--lr', 'fast', '--lr must be a number, not fast.'],
  ['--lr', '', '--lr must be a number, not empty.'],
  ['--lr', 'Infinity', '--lr must be a number, not Infinity.'],
  ['--model', '', '--model must be a name, not empty.'],
  ['--epochs', '1.5', '--epochs must be a whole number, not 1.5.'],
  ['--epochs', '0', '--epochs must be at least 1, not 0.'],
  ['--dropout', '1', '--dropout must be less than 1, not 1.'],
  ['--unfreeze', 'some', '--unfreeze must be a whole number from 0, or all, not some.'],
  ['--unfreeze', '1.5', '--unfreeze must be a whole number from 0, or all, not 1.5.'],
  ['--precision', 'int8', '--precision must be float16 or float32, not int8.'],
])('%s %j is refused in one sentence', async (flag, value, message) => {
  await expect(parse(flag, value)).rejects.toMatchObject({ code: 'usage', message })
})
