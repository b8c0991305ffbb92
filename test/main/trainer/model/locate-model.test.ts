import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { locateModel } from '../../../../src/main/trainer/model/locate-model.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

let run: string
beforeEach(async () => {
  run = await temporaryFolder()
  await mkdir(join(run, 'model'))
})

const write = (recipe: unknown): Promise<void> => writeFile(join(run, 'recipe.json'), JSON.stringify(recipe))
const recipe = parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny', stripHtml: false })

test.each([
  ['without a version', recipe, false],
  ['of this version', { version: 1, ...recipe }, false],
  ['with a setting that is unknown here', { ...recipe, mood: 'good' }, false],
  ['without the setting', { version: 1, dataset: recipe.dataset, model: recipe.model }, true],
])('The model of a run %s is found, and how its texts were cleaned', async (_, stored, stripHtml) => {
  await write(stored)
  expect(await locateModel(run)).toEqual({ folder: join(run, 'model'), stripHtml })
})

test('The model of a run of a later version is named, as how its texts were cleaned is not known', async () => {
  await write({ version: 2, clean: 'all' })
  await expect(locateModel(run)).rejects.toMatchObject({
    code: 'model',
    message: `The run ${run} is from a later version of Lastlayer. Use ${join(run, 'model')} instead.`,
  })
})

test('A damaged recipe is no later version', async () => {
  await write({ version: 1, ...recipe, stripHtml: 'perhaps' })
  await expect(locateModel(run)).rejects.toMatchObject({ message: expect.stringMatching(/recipe\.json is damaged/) })
})

test('the encoder of a sentence-transformers model is found by its modules.json', async () => {
  const folder = await temporaryFolder()
  const modules = (path: string) => [
    { idx: 0, name: '0', path, type: 'sentence_transformers.models.Transformer' },
    { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
  ]
  const locate = async (json: unknown): Promise<string> => {
    await writeFile(join(folder, 'modules.json'), JSON.stringify(json))
    return (await locateModel(folder)).folder
  }
  expect(await locate(modules('0_Transformer'))).toBe(join(folder, '0_Transformer'))
  for (const json of [modules(''), modules('../other'), modules('/etc'), modules('..'), [], {}, null, 7]) {
    expect(await locate(json)).toBe(folder)
  }
  // The newer layout has it in the folder itself.
  await writeFile(join(folder, 'config.json'), '{}')
  expect(await locate(modules('0_Transformer'))).toBe(folder)
})
