import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { Tail } from '../../../../src/main/trainer/tail/tail.ts'
import { learn } from '../../../../src/main/trainer/training/learn.ts'
import { train } from '../../../../src/main/trainer/training/train.ts'
import type { Dataset } from '../../../../src/main/trainer/dataset/dataset.ts'
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

const settings = { learningRate: 1e-3, epochs: 4, keep: 'best', refit: true } as const

async function options(given: Partial<RecipeInput> = {}) {
  const data = signalData(sizes)
  const recipe = parseRecipe({ dataset: 'signal', model: path, ...settings, ...given })
  const model = await openModelFolder(path)
  const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: 2, classes: null })
  await model.close()
  return { ...data, recipe, tail, signal: new AbortController().signal }
}

async function finish<T>(running: AsyncGenerator<Happening, T>, onHappening?: (one: Happening) => void): Promise<T> {
  for (;;) {
    const { done, value } = await running.next()
    if (done) return value
    onHappening?.(value)
  }
}

/** The same texts, with no validation part: its texts are trained on. */
function allTraining(dataset: Dataset): Dataset {
  const examples = dataset.examples.map(
    (one) => ({ ...one, split: one.split === 'test' ? one.split : 'train' }) as const,
  )
  return { ...dataset, examples }
}

describe('The last training', () => {
  test('leaves the weights of a training on all training texts for the epochs that were chosen', async () => {
    const given = await options({ keep: 'best', schedule: 'constant' })
    const trained = await finish(learn(given))
    const plain = await options({ keep: 'last', refit: false, schedule: 'constant', epochs: trained.savedEpoch })
    const rates = { blocks: 1e-3, head: 1e-3 }
    await finish(train({ ...plain, dataset: allTraining(plain.dataset), rates }))
    expect(trained.isRefit).toBe(true)
    expect(await given.tail.snapshot()).toEqual(await plain.tail.snapshot())
  })

  test('keeps what the validation part answered to the training that had not seen it', async () => {
    const again = await finish(learn(await options({ keep: 'mean' })))
    const once = await finish(learn(await options({ keep: 'mean', refit: false })))
    expect(again.saved.validation).toEqual(once.saved.validation)
    expect(again.saved.test).not.toEqual(once.saved.test)
    expect(again.evaluations).toEqual(once.evaluations)
  })

  test('comes after epochs that tell the calibrated loss by which they were chosen', async () => {
    const { evaluations, savedEpoch } = await finish(learn(await options({ keep: 'best' })))
    const losses = evaluations.slice(1).map(({ calibratedLoss }) => calibratedLoss)
    expect(losses).not.toContain(null)
    expect(savedEpoch).toBe(1 + losses.indexOf(Math.min(...losses.map(Number))))
    for (const { calibratedLoss, validation } of evaluations) {
      expect(calibratedLoss).toBeLessThanOrEqual((validation?.loss ?? 0) + 1e-6)
    }
    const byFigure = await finish(learn(await options({ chooseBy: 'macro-f1' })))
    expect(byFigure.evaluations.every(({ calibratedLoss }) => calibratedLoss === null)).toBe(true)
  })

  test('is given up for the one before when it is stopped, and says so', async () => {
    const stop = new AbortController()
    const given = await options()
    const notices: string[] = []
    const trained = await finish(learn({ ...given, finish: stop.signal }), (one) => {
      if (one.kind === 'progress' && one.phase === 'refit') stop.abort()
      if (one.kind === 'notice') notices.push(one.message)
    })
    const once = await options({ refit: false })
    const before = await finish(learn(once))
    expect(trained.isRefit).toBe(false)
    expect(trained.saved).toEqual(before.saved)
    expect(await given.tail.snapshot()).toEqual(await once.tail.snapshot())
    expect(notices).toEqual(['The last training, on all training texts, is not used: it was stopped.'])
  })

  test('does not take place where the last epoch is kept', async () => {
    expect((await finish(learn(await options({ keep: 'last' })))).isRefit).toBe(false)
  })
})
