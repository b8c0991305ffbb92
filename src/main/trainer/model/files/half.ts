// Loops over millions of numbers stay within their arrays by their own bounds: no index is checked once more.

let float16Table: Float32Array | undefined

/** Widens IEEE half floats, given as their bits. `target` has at least the length of `source`. */
export function float16ToFloat32(source: Uint16Array, target: Float32Array): void {
  const table = (float16Table ??= Float32Array.from({ length: 65_536 }, (_, bits) => float16Value(bits)))
  for (let i = 0; i < source.length; i++) target[i] = table[source[i] as number] as number
}

/** Widens bfloat16 numbers, given as their bits: the upper half of a float32. */
export function bfloat16ToFloat32(source: Uint16Array, target: Float32Array): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length)
  for (let i = 0; i < source.length; i++) bits[i] = (source[i] as number) << 16
}

function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15)
}

/** The bits of float32 numbers as IEEE half floats, rounded to the nearest, ties to even. */
export function float32ToFloat16(source: Float32Array): Uint16Array {
  const target = new Uint16Array(source.length)
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length)
  for (let i = 0; i < source.length; i++) target[i] = float16Bits(source[i] as number, bits[i] as number)
  return target
}

function float16Bits(value: number, bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const size = Math.abs(value)
  if (!(size < 65_520)) return sign | (Number.isNaN(value) ? 0x7e00 : 0x7c00)
  // Below 2^-14 a half counts in steps of 2^-24, which the addition rounds to.
  if (size < 2 ** -14) return sign | ((Math.fround(size + 0.5) - 0.5) * 2 ** 24)
  const rest = (bits & 0x7fffffff) - 0x38000000
  return sign | ((rest + 0xfff + ((rest >>> 13) & 1)) >>> 13)
}
