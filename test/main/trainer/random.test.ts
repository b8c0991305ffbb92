import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  keyOf,
  normal,
  permutation,
  purposes,
  streamKey,
  uniform,
  type Purpose,
} from '../../../src/main/trainer/random.ts'

test('A permutation holds every index once and depends on its key alone', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 300 }), (key, length) => {
      const order = permutation(key, length)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i))
      expect(permutation(key, length)).toEqual(order)
    }),
  )
})

test('Streams with different names draw different numbers', () => {
  const firsts = new Set<number>()
  for (let seed = 0; seed < 30; seed++) {
    for (let step = 0; step < 30; step++) firsts.add(uniform(keyOf(seed, step), 0))
  }
  expect(firsts.size).toBe(900)
})

test('No two streams of a run are one, whatever they are for: not the first weights and a mask of dropout', () => {
  const numbers = Object.values(purposes)
  expect(new Set(numbers).size).toBe(numbers.length)
  const keys = new Map<number, string>()
  const twice: string[] = []
  const add = (purpose: Purpose, seed: number, ...parts: number[]): void => {
    const name = [purpose, seed, ...parts].join(' ')
    const key = streamKey(purpose, seed, ...parts)
    const former = keys.get(key)
    if (former !== undefined) twice.push(`${former} = ${name}`)
    keys.set(key, name)
  }
  for (const purpose of Object.keys(purposes) as Purpose[]) {
    for (let seed = 0; seed < 4; seed++) {
      add(purpose, seed)
      for (let a = 0; a < 10; a++) {
        add(purpose, seed, a)
        for (let b = 0; b < 10; b++) add(purpose, seed, a, b)
      }
    }
  }
  expect(twice).toEqual([])
})

test('Uniform numbers are uniform: a chi-square over 64 bins stays below its 99.99 % point', () => {
  const [bins, draws] = [new Array<number>(64).fill(0), 64_000]
  for (let i = 0; i < draws; i++) bins[Math.floor(uniform(keyOf(42), i) * 64)]++
  expect(bins.reduce((sum, count) => sum + (count - draws / 64) ** 2 / (draws / 64), 0)).toBeLessThan(114)
})

test('Normal numbers have the deviation asked for', () => {
  const values = normal(keyOf(7), 50_000, 0.02)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  expect(Math.abs(mean)).toBeLessThan(4e-4)
  expect(deviation).toBeGreaterThan(0.0197)
  expect(deviation).toBeLessThan(0.0203)
})
