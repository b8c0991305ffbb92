import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Dataset, Example } from '../../../../src/main/trainer/dataset/dataset.ts'
import { measureYardsticks, type YardstickOptions } from '../../../../src/main/trainer/yardsticks/yardsticks.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

/** Texts whose first word tells the label, of which the first is common; their vectors tell it too. */
function sample(sizes: Record<Example['split'], number>) {
  const texts: { example: Example; text: string }[] = []
  for (const split of ['train', 'validation', 'test'] as const) {
    for (let i = 0; i < sizes[split]; i++) {
      const label = i % 4 === 0 ? 1 : 0
      const example = { ordinal: texts.length, label, split, digest: `${label}-${split}-${i}` }
      texts.push({ example, text: `${label === 1 ? 'awful' : 'lovely'} text number ${i}` })
    }
  }
  const dataset = {
    summary: { labels: ['ham', 'spam'] },
    examples: texts.map(({ example }) => example),
    async *texts(wanted: (example: Example) => boolean) {
      yield* texts.filter(({ example }) => wanted(example))
    },
  } as Pick<Dataset, 'examples' | 'texts'> as Dataset
  const asked: string[] = []
  const vectors = (digests: readonly string[]) => {
    asked.push(...digests)
    return Float32Array.from(digests.flatMap((digest) => [digest.startsWith('1') ? 1 : -1, 0.5]))
  }
  return { dataset, features: { vectors }, asked }
}

async function options(
  given: ReturnType<typeof sample>,
  test: number,
): Promise<YardstickOptions & { steps: number[] }> {
  const steps: number[] = []
  return {
    ...given,
    featureKey: {
      trunk: 't',
      depth: 0,
      output: 'first',
      precision: 'float16',
      tokenizer: 'k',
      maxLength: 9,
      stripHtml: true,
    },
    cacheRoot: await temporaryFolder(),
    untrained: new Float32Array(2 * test),
    tuned: Float32Array.from({ length: 2 * test }, (_, i) => (i % 8 === 1 ? 3 : i % 2 === 0 ? 1 : 0)),
    isRefit: false,
    seed: 1,
    onProgress: (done) => steps.push(done),
    signal: new AbortController().signal,
    steps,
  }
}

describe('measureYardsticks', () => {
  test('measures each way to answer on the test texts, in order', async () => {
    const given = await options(sample({ train: 200, validation: 0, test: 40 }), 40)
    const found = await measureYardsticks(given)
    expect(found.map(({ name, metrics }) => [name, metrics.accuracy])).toEqual([
      ['majority', 0.75],
      ['words', 1],
      ['untrained', 0.75],
      ['frozen', 1],
      ['tuned', 1],
    ])
    expect(found.every(({ metrics }) => metrics.examples === 40)).toBe(true)
    expect(found[0].accuracy).toEqual([expect.closeTo(0.5980604, 6), expect.closeTo(0.8581288, 6)])
    expect(found[0].metrics.loss).toBeCloseTo(0.5623, 2)
    expect(given.steps).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('chooses nothing by the test texts: they are asked for last, once', async () => {
    const given = sample({ train: 80, validation: 20, test: 20 })
    await measureYardsticks(await options(given, 20))
    const parts = given.asked.map((digest) => digest.split('-')[1])
    expect(parts.indexOf('test')).toBe(parts.lastIndexOf('validation') + 1)
    expect(parts.filter((part) => part === 'test')).toHaveLength(20)
  })

  test('draws some of very many training texts by seed, and says how many', async () => {
    const found = await measureYardsticks(await options(sample({ train: 20_100, validation: 0, test: 8 }), 8))
    expect(found.map(({ name, trainedOn }) => [name, trainedOn])).toEqual([
      ['majority', 20_100],
      ['words', 20_000],
      ['untrained', 0],
      ['frozen', 20_000],
      ['tuned', 20_100],
    ])
  })

  test('learns from the same texts as a model that was trained again on all, C chosen without the validation texts', async () => {
    const given = sample({ train: 80, validation: 20, test: 20 })
    const found = await measureYardsticks({ ...(await options(given, 20)), isRefit: true })
    expect(found.map(({ name, trainedOn }) => [name, trainedOn])).toEqual([
      ['majority', 100],
      ['words', 100],
      ['untrained', 0],
      ['frozen', 100],
      ['tuned', 100],
    ])
    const asked = given.asked.map((digest) => digest.split('-')[1])
    expect(asked.slice(0, 80).every((part) => part === 'train')).toBe(true)
    expect(asked.slice(80)).toEqual([
      ...new Array<string>(20).fill('validation'),
      ...new Array<string>(80).fill('train'),
      ...new Array<string>(20).fill('validation'),
      ...new Array<string>(20).fill('test'),
    ])
  })

  test('does not take answers of fewer texts for those of a model that was trained again on all', async () => {
    const given = sample({ train: 80, validation: 20, test: 20 })
    const once = await options(given, 20)
    await measureYardsticks(once)
    const asked = given.asked.length
    await measureYardsticks({ ...once, isRefit: true })
    expect(given.asked.length).toBeGreaterThan(asked)
  })

  test('takes the answers that another run has found of the same texts, with the same figures', async () => {
    const given = sample({ train: 80, validation: 20, test: 20 })
    const first = await options(given, 20)
    const found = await measureYardsticks(first)
    const asked = given.asked.length
    const again = await measureYardsticks({ ...first, untrained: first.tuned })
    expect(given.asked).toHaveLength(asked)
    expect([again[1], again[3]]).toEqual([found[1], found[3]])
    expect(again[2]).not.toEqual(found[2])

    // Another cache, other features, other texts and a damaged file are other questions.
    await measureYardsticks({ ...first, cacheRoot: await temporaryFolder() })
    expect(given.asked).toHaveLength(2 * asked)
    await measureYardsticks({ ...first, featureKey: { ...first.featureKey, maxLength: 8 } })
    expect(given.asked).toHaveLength(3 * asked)
    await measureYardsticks({ ...first, dataset: { ...first.dataset, examples: first.dataset.examples.slice(1) } })
    expect(given.asked).toHaveLength(4 * asked - 1)
    const folder = join(first.cacheRoot, 'yardsticks')
    for (const name of await readdir(folder)) await truncate(join(folder, name), 50)
    const mended = await measureYardsticks(first)
    expect(given.asked).toHaveLength(5 * asked - 1)
    expect(mended.map(({ metrics }) => metrics)).toEqual(found.map(({ metrics }) => metrics))
  })

  test('ends when it is cancelled', async () => {
    const given = await options(sample({ train: 20, validation: 0, test: 8 }), 8)
    await expect(measureYardsticks({ ...given, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
