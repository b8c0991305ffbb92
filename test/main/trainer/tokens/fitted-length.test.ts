import fc from 'fast-check'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDataset, datasetOptions } from '../../../../src/main/trainer/dataset/dataset.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { enoughLength, fitLength, longerThan } from '../../../../src/main/trainer/tokens/fitted-length.ts'
import { TextTokenizer } from '../../../../src/main/trainer/tokens/tokenizer.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

test('Whatever the lengths are, the maximum length is not lowered, is within the model, and leaves few texts or is its most', () => {
  const some = fc.array(fc.integer({ min: 3, max: 3000 }), { minLength: 1 })
  fc.assert(
    fc.property(some, fc.integer({ min: 8, max: 64 }), fc.constantFrom(64, 100, 512), (all, maxLength, positions) => {
      const fitted = enoughLength(all, maxLength, positions)
      expect(fitted).toBeGreaterThanOrEqual(maxLength)
      expect(fitted).toBeLessThanOrEqual(positions)
      if (fitted < positions) expect(longerThan(all, fitted) / all.length).toBeLessThan(0.02)
    }),
  )
})

const { signal } = new AbortController()

/** Half of the texts have 12 words, half so many. */
async function fitted(words: number, isFitted: boolean) {
  const dataset = join(await temporaryFolder(), 'reviews.csv')
  const line = (i: number): string => `"${'good '.repeat(i % 2 === 0 ? 12 : words)}${i}",${i % 4 < 2 ? 'a' : 'b'}`
  await writeFile(dataset, ['text,label', ...Array.from({ length: 40 }, (_, i) => line(i))].join('\n'))
  const recipe = parseRecipe({ dataset, model: goldenModel, maxLength: 32, fitLength: isFitted })
  const model = await openModelFolder(goldenModel)
  try {
    const read = await readDataset(datasetOptions(recipe))
    return await fitLength(recipe, read, TextTokenizer.open(model), model.config.positions, signal)
  } finally {
    await model.close()
  }
}

test('The maximum length is raised to what the training texts need, and it is said why', async () => {
  const { recipe, reason } = await fitted(80, true)
  expect(recipe.maxLength).toBe(128)
  expect(reason).toMatch(/^Texts are read up to 128 tokens: \d\d % are longer than 32\.$/)
})

test('It stays where the texts are short, or where the recipe leaves it alone', async () => {
  await expect(fitted(10, true)).resolves.toMatchObject({ recipe: { maxLength: 32 }, reason: null })
  await expect(fitted(80, false)).resolves.toMatchObject({ recipe: { maxLength: 32 }, reason: null })
})
