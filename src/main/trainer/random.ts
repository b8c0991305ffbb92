import { at } from '../../shared/at.ts'

/**
 * Counter-based random numbers: a value depends only on (seed, stream, counter), never on how many were drawn before,
 * so a resumed or repeated run draws the same ones. The mixing function is "lowbias32" (C. Wellons, hash-prospector).
 */
function mix(value: number): number {
  let x = value >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

/** What a run draws random numbers for: a number for each that no other has. Those of the split are never to change. */
export const purposes = {
  testPart: 1,
  smallTrain: 2,
  smallTest: 3,
  validationPart: 4,
  head: 5,
  order: 6,
  dropout: 7,
  selfCheck: 8,
  shownExamples: 9,
  balance: 10,
  trials: 11,
  countedTexts: 12,
  bootstrap: 20,
  yardstickTexts: 21,
  deskFolds: 22,
} as const
export type Purpose = keyof typeof purposes

/** The key of a run's stream, by what it is for, the run's seed, and the whole numbers that tell it from others: a step. */
export function streamKey(purpose: Purpose, seed: number, ...parts: number[]): number {
  return keyOf(seed, purposes[purpose], ...parts)
}

/** A stream's key, from any whole numbers that name it. */
export function keyOf(...parts: number[]): number {
  return parts.reduce((key, part) => mix(key ^ mix(part + 0x9e3779b9)), 0x2545f491)
}

/** The `counter`-th 32-bit number of a stream. */
export function randomBits(key: number, counter: number): number {
  return mix(mix(counter ^ key) + key)
}

/** The `counter`-th number of a stream, uniform in (0, 1). */
export function uniform(key: number, counter: number): number {
  return (randomBits(key, counter) + 0.5) / 0x100000000
}

/** `length` normal deviates with mean 0 (Box and Muller, 1958), as float32. */
export function normal(key: number, length: number, deviation: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(uniform(key, 2 * i)))
    return deviation * radius * Math.cos(2 * Math.PI * uniform(key, 2 * i + 1))
  })
}

/** A random order of 0 … length - 1 (Fisher and Yates). */
export function permutation(key: number, length: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(uniform(key, i) * (i + 1))
    const kept = at(order, i)
    order[i] = at(order, j)
    order[j] = kept
  }
  return order
}
