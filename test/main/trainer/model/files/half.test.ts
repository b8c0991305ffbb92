import { expect, test } from 'vitest'
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToFloat16,
} from '../../../../../src/main/trainer/model/files/half.ts'

const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits)

test('all 65,536 half floats are widened exactly', () => {
  const floats = new Float32Array(all.length)
  float16ToFloat32(all, floats)
  expect(differences(floats, 5, 10)).toEqual([])
})

test('all 65,536 bfloat16 numbers are widened exactly', () => {
  const floats = new Float32Array(all.length)
  bfloat16ToFloat32(all, floats)
  expect(differences(floats, 8, 7)).toEqual([])
})

test('all half floats come back from float32, and numbers between two go to the nearer one, ties to even', () => {
  const floats = new Float32Array(all.length)
  float16ToFloat32(all, floats)
  const isNumber = (bits: number) => !Number.isNaN(floats[bits])
  const back = float32ToFloat16(floats)
  expect([...all].filter((bits) => isNumber(bits) && back[bits] !== bits)).toEqual([])
  // From 0 to the largest finite half, 0x7bff.
  for (let bits = 0; bits < 0x7bff; bits++) {
    const middle = (floats[bits] + floats[bits + 1]) / 2
    const quarter = (floats[bits] + middle) / 2
    const [low, tie, high] = float32ToFloat16(Float32Array.of(quarter, middle, (middle + floats[bits + 1]) / 2))
    if (low !== bits || tie !== bits + (bits & 1) || high !== bits + 1) expect.fail(`rounds wrongly at ${bits}`)
  }
  const special = Float32Array.of(65_519, 65_520, 1e30, -Infinity, NaN, 1e-30, -1e-30)
  expect([...float32ToFloat16(special)]).toEqual([0x7bff, 0x7c00, 0x7c00, 0xfc00, 0x7e00, 0, 0x8000])
})

test('a target within a larger buffer is written in its place', () => {
  const floats = new Float32Array(4)
  bfloat16ToFloat32(Uint16Array.of(0x3f80, 0xc000), floats.subarray(1, 3))
  float16ToFloat32(Uint16Array.of(0x3c00), floats.subarray(3))
  expect([...floats]).toEqual([0, 1, -2, 1])
})

/** The bit patterns that were not widened to what the definition of the format gives. */
function differences(floats: Float32Array, exponentBits: number, fractionBits: number): number[] {
  return [...all].filter((bits) => {
    const text = bits.toString(2).padStart(16, '0')
    return !Object.is(floats[bits], defined(text, exponentBits, fractionBits))
  })
}

/** IEEE 754 by the letter, from the digits. */
function defined(digits: string, exponentBits: number, fractionBits: number): number {
  const sign = digits[0] === '1' ? -1 : 1
  const exponent = parseInt(digits.slice(1, 1 + exponentBits), 2)
  const fraction = parseInt(digits.slice(1 + exponentBits), 2)
  const largest = 2 ** exponentBits - 1
  const bias = 2 ** (exponentBits - 1) - 1
  if (exponent === largest) return fraction === 0 ? sign * Infinity : NaN
  const significand = (exponent === 0 ? 0 : 1) + fraction / 2 ** fractionBits
  return sign * significand * 2 ** (Math.max(exponent, 1) - bias)
}
