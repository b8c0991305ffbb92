import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { estimate } from '../../../../src/main/trainer/commands/estimate.ts'
import { finetune } from '../../../../src/main/trainer/commands/finetune.ts'
import { parseRecipe, type RecipeInput } from '../../../../src/shared/recipe.ts'
import { goldenModel } from '../../../support/golden.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const { signal } = new AbortController()

test('An estimate has every part of a run, and leaves out what the cache holds', async () => {
  const home = await temporaryFolder()
  const dataset = join(home, 'reviews.csv')
  const rows = Array.from({ length: 80 }, (_, i) => `"It was ${['wonderful', 'terrible'][i % 2]}, ${i}.",${i % 2}`)
  await writeFile(dataset, ['text,label', ...rows].join('\n'))
  const places = { runs: join(home, 'runs'), cache: join(home, 'cache'), models: join(home, 'models') }
  const recipe = (change: Partial<RecipeInput> = {}) =>
    parseRecipe({ dataset, model: goldenModel, batchSize: 8, epochs: 2, keep: 'best', ...change })

  const before = await estimate({ recipe: recipe({ learningRate: 'auto', refit: true }), places }, signal)
  expect(before.epochs).toBe(2)
  const { epoch, ...others } = before.parts
  for (const [part, seconds] of Object.entries(before.parts)) expect(seconds, part).toBeGreaterThan(0)
  const sum = Object.values(others).reduce((sum, seconds) => sum + seconds, 0)
  expect(before.seconds).toBeCloseTo(sum + 2 * epoch, 9)

  await finetune({ recipe: recipe(), places, out: null, signal, onEvent: () => undefined })
  const after = await estimate({ recipe: recipe(), places }, signal)
  expect(after.parts).toMatchObject({ features: 0, search: 0, yardsticks: 0 })
  expect(after.diskMB).toBeLessThan(before.diskMB)
})
