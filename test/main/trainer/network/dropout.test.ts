import { beforeAll, expect, test } from 'vitest'
import { Dropout, noDropout } from '../../../../src/main/trainer/network/dropout.ts'
import { startBackend, tf } from '../../../../src/main/trainer/backend/tf.ts'

beforeAll(async () => {
  await startBackend()
})

const whole = { first: 0, count: 40 }

async function masks(dropout: Pick<Dropout, 'apply'>, rate: number, count = 2): Promise<number[][]> {
  const ones = tf.ones([40, 50])
  return Promise.all(Array.from({ length: count }, async () => [...(await dropout.apply(ones, rate).data())]))
}

test('Zeroes about the share asked for and keeps the mean', async () => {
  const [mask] = await masks(new Dropout(42, 3, whole), 0.25)
  const zeros = mask.filter((value) => value === 0).length / mask.length
  expect(Math.abs(zeros - 0.25)).toBeLessThan(0.03)
  expect(mask.filter((value) => value !== 0).every((value) => Math.abs(value - 4 / 3) < 1e-6)).toBe(true)
})

test('Draws the same masks for one seed and step, and others for another step, seed or place', async () => {
  const [first, second] = await masks(new Dropout(42, 3, whole), 0.5)
  expect(await masks(new Dropout(42, 3, whole), 0.5)).toEqual([first, second])
  expect(second).not.toEqual(first)
  expect((await masks(new Dropout(42, 4, whole), 0.5))[0]).not.toEqual(first)
  expect((await masks(new Dropout(43, 3, whole), 0.5))[0]).not.toEqual(first)
})

test('A place without dropout does not move the masks of the places after it', async () => {
  const dropout = new Dropout(1, 1, whole)
  dropout.apply(tf.ones([40]), 0)
  const [after] = await masks(dropout, 0.5, 1)
  expect((await masks(new Dropout(1, 1, whole), 0.5))[1]).toEqual(after)
})

test('Evaluation lets everything pass', () => {
  const x = tf.ones([3])
  expect(noDropout.apply(x, 0.9)).toBe(x)
})

test('Draws the same masks for a batch in one piece and in slices', async () => {
  const [mask] = await masks(new Dropout(42, 3, whole), 0.5)
  const slice = { first: 10, count: 5 }
  const part = await new Dropout(42, 3, slice).apply(tf.ones([5, 50]), 0.5).data()
  expect([...part]).toEqual(mask.slice(500, 750))
})
