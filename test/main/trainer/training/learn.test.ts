import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../../src/main/trainer/backend/tf.ts'
import { goBackAnEpoch, saveCheckpoint } from '../../../../src/main/trainer/checkpoint/checkpoint.ts'
import type { FeatureReader } from '../../../../src/main/trainer/features/feature-reader.ts'
import { openModelFolder } from '../../../../src/main/trainer/model/model-folder.ts'
import { Tail } from '../../../../src/main/trainer/tail/tail.ts'
import { learn } from '../../../../src/main/trainer/training/learn.ts'
import { train, type TrainOptions } from '../../../../src/main/trainer/training/train.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import type { Happening } from '../../../../src/shared/run-events.ts'
import { signalData, signalShape } from '../../../support/signal-features.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { makeTinyModel } from '../../../support/tiny-model.ts'

/** 80 training texts in batches of 16: an epoch has 5 steps. */
const sizes = { train: [40, 40], validation: [], test: [12, 12] }
const rate = 1e-3
let path: string

beforeAll(async () => {
  await startBackend()
  path = await makeTinyModel(signalShape)
})

async function options() {
  const { dataset, features } = signalData(sizes)
  const recipe = parseRecipe({ dataset: 'signal', model: path, learningRate: rate, epochs: 3, batchSize: 16 })
  const model = await openModelFolder(path)
  const tail = await Tail.create(model, { ...recipe, unfreeze: 1, labels: 2, classes: null })
  await model.close()
  return { dataset, features, recipe, tail, signal: new AbortController().signal }
}

/** Features whose numbers are none in some steps, counted from 1 and as often as they are made. */
function broken(features: FeatureReader, isBroken: (step: number) => boolean): FeatureReader {
  let steps = 0
  const read: FeatureReader['read'] = (digests, tokens) => {
    const batch = features.read(digests, tokens)
    // Evaluations say no length.
    if (tokens === undefined || !isBroken(++steps)) return batch
    return { ...batch, x: batch.x.mul(Number.NaN) }
  }
  return { ...features, read } as FeatureReader
}

/** Keeps checkpoints in a folder, after each step or between epochs alone. */
async function keeping(kept: readonly ('step' | 'epoch')[]): Promise<Pick<TrainOptions, 'onStanding' | 'goBack'>> {
  const folder = join(await temporaryFolder(), 'run')
  let seq = 0
  return {
    onStanding: async (standing, after) => {
      if (kept.includes(after)) await saveCheckpoint(folder, ++seq, 1, standing)
    },
    goBack: () => goBackAnEpoch(folder),
  }
}

async function finish<T>(running: AsyncGenerator<Happening, T>, told: Happening[] = []): Promise<T> {
  for (;;) {
    const { done, value } = await running.next()
    if (done) return value
    told.push(value)
  }
}

describe('A training that leaves the range of numbers', () => {
  test('goes on from the end of the epoch before at half the rates, the same whenever checkpoints were kept', async () => {
    const weights = []
    for (const kept of [['epoch'], ['step', 'epoch']] as const) {
      const given = await options()
      const told: Happening[] = []
      const keeps = await keeping(kept)
      const features = broken(given.features, (step) => step === 8)
      const { halvings, evaluations } = await finish(learn({ ...given, features, ...keeps }), told)
      expect([halvings, evaluations.length]).toEqual([1, 4])
      expect(told).toContainEqual({
        kind: 'notice',
        message:
          'The numbers left their range in epoch 2: training goes on after step 5 at half the rates, 0.0005 for the blocks and 0.0005 for the head.',
      })
      expect(told).toContainEqual({ kind: 'resumed', step: 5 })
      weights.push(await given.tail.snapshot())
    }
    expect(weights[1]).toEqual(weights[0])

    // What it should come to: an epoch at the rate, the others at half of it.
    const given = await options()
    const keeps = await keeping(['epoch'])
    const stop = new AbortController()
    const first = train({ ...given, ...keeps, finish: stop.signal, rates: { blocks: rate, head: rate } })
    for await (const happening of first) if (happening.kind === 'step' && happening.step === 5) stop.abort()
    const from = await keeps.goBack?.()
    const rates = { blocks: rate / 2, head: rate / 2 }
    await finish(train({ ...given, rates, from: from && { ...from, place: { ...from.place, isOver: false } } }))
    expect(weights[0]).toEqual(await given.tail.snapshot())
  })

  test('is given up after five halvings, with advice about the rate', async () => {
    const given = await options()
    const told: Happening[] = []
    const features = broken(given.features, (step) => step > 6)
    const failing = finish(learn({ ...given, features, ...(await keeping(['epoch'])) }), told)
    await expect(failing).rejects.toThrow(`Start again with a lower learning rate than ${rate / 32}.`)
    expect(told.filter(({ kind }) => kind === 'resumed')).toHaveLength(5)
  })

  test('fails at once where nothing was kept to go back to', async () => {
    const given = await options()
    const features = broken(given.features, (step) => step === 8)
    await expect(finish(learn({ ...given, features }))).rejects.toThrow(
      'Training left the range of numbers in epoch 2.',
    )
  })
})
