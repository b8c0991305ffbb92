let float16Table: Float32Array | undefined

/** Widens IEEE half floats, given as their bits. `target` has at least the length of `source`. */
export function float16ToFloat32(source: Uint16Array, target: Float32Array): void {
  const table = (float16Table ??= Float32Array.from({ length: 65_536 }, (_, bits) => float16Value(bits)))
  for (let i = 0; i < source.length; i++) target[i] = table[source[i]]
}

/** Widens bfloat16 numbers, given as their bits: the upper half of a float32. */
export function bfloat16ToFloat32(source: Uint16Array, target: Float32Array): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length)
  for (let i = 0; i < source.length; i++) bits[i] = source[i] << 16
}

function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15)
}
