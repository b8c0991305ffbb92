import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { searchRates, type SearchOptions } from '../../../../src/main/trainer/training/search.ts'
import { Tail } from '../../../../src/main/trainer/tail/tail.ts'
import { parseRecipe, type RecipeInput } from '../../../../src/shared/recipe.ts'
import type { Happening } from '../../../../src/shared/run-events.ts'
import { signalData, signalShape } from '../../../support/signal-features.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

const sizes = { train: [40, 40], validation: [12, 12], test: [12, 12] }
let path: string

beforeAll(async () => {
  await startBackend()
  path = await makeTinyModel(signalShape)
})

async function options(settings: Partial<RecipeInput> = {}) {
  const data = signalData(sizes)
  const recipe = parseRecipe({ dataset: 'signal', model: path, learningRate: 'auto', ...settings })
  const model = await openModelFolder(path)
  const unfreeze = Number(recipe.unfreeze)
  const tail = await Tail.create(model, { ...recipe, unfreeze, labels: 2, classes: null })
  await model.close()
  return { ...data, recipe, tail, signal: new AbortController().signal }
}

async function search(options: SearchOptions) {
  const happenings: Happening[] = []
  const searching = searchRates(options)
  for (;;) {
    const { done, value } = await searching.next()
    if (done) return { ...value, happenings }
    happenings.push(value)
  }
}

describe('The search for the learning rates', () => {
  test('reads training and validation texts, and no test text', async () => {
    const given = await options()
    await search(given)
    const parts = new Set([...given.read].map((digest) => digest.split('-')[0]))
    expect([...parts].sort()).toEqual(['train', 'validation'])
  })

  test('takes a pair that validates clearly better than those before, and says what each gave', async () => {
    const { search: found, rates, happenings } = await search(await options())
    const chosen = found.trials[found.chosen]
    expect(found.trials.length).toBeGreaterThan(2)
    expect(rates).toEqual({ blocks: chosen.learningRate, head: chosen.headLearningRate })
    for (const { loss } of found.trials.slice(0, found.chosen)) expect(chosen.loss).toBeLessThan(loss ?? Infinity)
    expect(found.chooseBy).toBe('loss')
    expect(happenings.flatMap((one) => (one.kind === 'tried' ? [one.trial] : []))).toEqual(found.trials)
  })

  test('stays with the rate that it begins with where the texts have nothing to teach', async () => {
    const { recipe, tail, signal } = await options()
    const { search: found } = await search({ ...signalData(sizes, 0), recipe, tail, signal })
    expect(found.chosen).toBe(0)
  })

  test('leaves the weights as they were', async () => {
    const given = await options()
    const before = await given.tail.snapshot()
    await search(given)
    expect(await given.tail.snapshot()).toEqual(before)
  })

  test('finds the same again', async () => {
    const figures = async () => (await search(await options())).search.trials.map(({ loss }) => loss)
    expect(await figures()).toEqual(await figures())
  })

  test('varies the rate of the blocks alone where that of the head is given', async () => {
    const { search: found } = await search(await options({ headLearningRate: 0.002 }))
    expect(new Set(found.trials.map(({ headLearningRate }) => headLearningRate))).toEqual(new Set([0.002]))
    expect(new Set(found.trials.map(({ learningRate }) => learningRate)).size).toBeGreaterThan(1)
  })

  test('tries the lowest rate, too, where the others lead out of the range of numbers', async () => {
    const { recipe, tail, signal } = await options()
    const rates: number[] = []
    const searching = searchRates({ ...signalData(sizes, NaN), recipe, tail, signal })
    const whole = async () => {
      for await (const one of searching) if (one.kind === 'tried') rates.push(one.trial.learningRate)
    }
    await expect(whole()).rejects.toMatchObject({ code: 'usage' })
    expect(rates).toContain(3e-5)
  })

  test('stops when the run is cancelled', async () => {
    const given = await options()
    await expect(search({ ...given, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })
})
