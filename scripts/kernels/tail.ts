// What the tail's arithmetic on WebAssembly spends its time in, in AssemblyScript, four numbers at a time: products whose
// left-hand matrix has few rows, and the optimizer. `npm run kernels` compiles it. Pointers are byte offsets into the
// memory of the TensorFlow.js backend; matrices are dense, row-major, float32. Every number of a product is summed in one
// order, wherever it stands, so that an answer never depends on what else is in its batch.

/** Bytes of a number. */
const size: usize = 4

/** out [rows, columns] = A B, A's numbers lying `aRow` and `aInner` bytes apart: of A or of its transpose. */
export function product(
  a: usize,
  aRow: usize,
  aInner: usize,
  b: usize,
  out: usize,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  const bRow = <usize>columns * size
  let n = 0
  for (; n + 8 <= columns; n += 8) {
    const panel = b + <usize>n * size
    let m = 0
    for (; m + 4 <= rows; m += 4) {
      let s00 = f32x4.splat(0)
      let s01 = f32x4.splat(0)
      let s10 = f32x4.splat(0)
      let s11 = f32x4.splat(0)
      let s20 = f32x4.splat(0)
      let s21 = f32x4.splat(0)
      let s30 = f32x4.splat(0)
      let s31 = f32x4.splat(0)
      let pa = a + <usize>m * aRow
      let pb = panel
      for (let k = 0; k < inner; k++) {
        const b0 = v128.load(pb)
        const b1 = v128.load(pb, 16)
        const a0 = v128.load32_splat(pa)
        const a1 = v128.load32_splat(pa + aRow)
        const a2 = v128.load32_splat(pa + 2 * aRow)
        const a3 = v128.load32_splat(pa + 3 * aRow)
        s00 = f32x4.add(s00, f32x4.mul(a0, b0))
        s01 = f32x4.add(s01, f32x4.mul(a0, b1))
        s10 = f32x4.add(s10, f32x4.mul(a1, b0))
        s11 = f32x4.add(s11, f32x4.mul(a1, b1))
        s20 = f32x4.add(s20, f32x4.mul(a2, b0))
        s21 = f32x4.add(s21, f32x4.mul(a2, b1))
        s30 = f32x4.add(s30, f32x4.mul(a3, b0))
        s31 = f32x4.add(s31, f32x4.mul(a3, b1))
        pa += aInner
        pb += bRow
      }
      const to = out + <usize>m * bRow + <usize>n * size
      v128.store(to, s00)
      v128.store(to, s01, 16)
      v128.store(to + bRow, s10)
      v128.store(to + bRow, s11, 16)
      v128.store(to + 2 * bRow, s20)
      v128.store(to + 2 * bRow, s21, 16)
      v128.store(to + 3 * bRow, s30)
      v128.store(to + 3 * bRow, s31, 16)
    }
    for (; m < rows; m++) {
      let s0 = f32x4.splat(0)
      let s1 = f32x4.splat(0)
      let pa = a + <usize>m * aRow
      let pb = panel
      for (let k = 0; k < inner; k++) {
        const a0 = v128.load32_splat(pa)
        s0 = f32x4.add(s0, f32x4.mul(a0, v128.load(pb)))
        s1 = f32x4.add(s1, f32x4.mul(a0, v128.load(pb, 16)))
        pa += aInner
        pb += bRow
      }
      const to = out + <usize>m * bRow + <usize>n * size
      v128.store(to, s0)
      v128.store(to, s1, 16)
    }
  }
  for (; n < columns; n++) {
    for (let m = 0; m < rows; m++) {
      let s: f32 = 0
      let pa = a + <usize>m * aRow
      let pb = b + <usize>n * size
      for (let k = 0; k < inner; k++) {
        s += f32.load(pa) * f32.load(pb)
        pa += aInner
        pb += bRow
      }
      f32.store(out + <usize>m * bRow + <usize>n * size, s)
    }
  }
}

/** out [rows, columns] = A Bᵀ, of a [rows, inner] and b [columns, inner]. */
export function productTransposed(a: usize, b: usize, out: usize, rows: i32, inner: i32, columns: i32): void {
  const row = <usize>inner * size
  const vectors = row & ~(<usize>15)
  const outRow = <usize>columns * size
  const evenColumns = columns & ~1
  const fourRows = rows & ~3
  for (let n = 0; n < evenColumns; n += 2) {
    for (let m = 0; m < fourRows; m += 4) {
      let s00 = f32x4.splat(0)
      let s01 = f32x4.splat(0)
      let s10 = f32x4.splat(0)
      let s11 = f32x4.splat(0)
      let s20 = f32x4.splat(0)
      let s21 = f32x4.splat(0)
      let s30 = f32x4.splat(0)
      let s31 = f32x4.splat(0)
      const a0 = a + <usize>m * row
      const b0 = b + <usize>n * row
      for (let k: usize = 0; k < vectors; k += 16) {
        const vb0 = v128.load(b0 + k)
        const vb1 = v128.load(b0 + row + k)
        const va0 = v128.load(a0 + k)
        const va1 = v128.load(a0 + row + k)
        const va2 = v128.load(a0 + 2 * row + k)
        const va3 = v128.load(a0 + 3 * row + k)
        s00 = f32x4.add(s00, f32x4.mul(va0, vb0))
        s01 = f32x4.add(s01, f32x4.mul(va0, vb1))
        s10 = f32x4.add(s10, f32x4.mul(va1, vb0))
        s11 = f32x4.add(s11, f32x4.mul(va1, vb1))
        s20 = f32x4.add(s20, f32x4.mul(va2, vb0))
        s21 = f32x4.add(s21, f32x4.mul(va2, vb1))
        s30 = f32x4.add(s30, f32x4.mul(va3, vb0))
        s31 = f32x4.add(s31, f32x4.mul(va3, vb1))
      }
      const to = out + <usize>m * outRow + <usize>n * size
      f32.store(to, ended(s00, a0, b0, vectors, row))
      f32.store(to, ended(s01, a0, b0 + row, vectors, row), 4)
      f32.store(to + outRow, ended(s10, a0 + row, b0, vectors, row))
      f32.store(to + outRow, ended(s11, a0 + row, b0 + row, vectors, row), 4)
      f32.store(to + 2 * outRow, ended(s20, a0 + 2 * row, b0, vectors, row))
      f32.store(to + 2 * outRow, ended(s21, a0 + 2 * row, b0 + row, vectors, row), 4)
      f32.store(to + 3 * outRow, ended(s30, a0 + 3 * row, b0, vectors, row))
      f32.store(to + 3 * outRow, ended(s31, a0 + 3 * row, b0 + row, vectors, row), 4)
    }
  }
  for (let m = 0; m < rows; m++) {
    for (let n = m < fourRows ? evenColumns : 0; n < columns; n++) {
      f32.store(out + <usize>m * outRow + <usize>n * size, dot(a + <usize>m * row, b + <usize>n * row, vectors, row))
    }
  }
}

/** The product of two rows of `row` bytes, of which `vectors` are whole vectors. */
function dot(a: usize, b: usize, vectors: usize, row: usize): f32 {
  let s = f32x4.splat(0)
  for (let k: usize = 0; k < vectors; k += 16) s = f32x4.add(s, f32x4.mul(v128.load(a + k), v128.load(b + k)))
  return ended(s, a, b, vectors, row)
}

/** The four sums of a product of two rows, and what is left of it behind the last whole vector. */
function ended(sums: v128, a: usize, b: usize, vectors: usize, row: usize): f32 {
  let s =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    f32x4.extract_lane(sums, 2) +
    f32x4.extract_lane(sums, 3)
  for (let k = vectors; k < row; k += size) s += f32.load(a + k) * f32.load(b + k)
  return s
}

/** The sum of the squares of `count` numbers, in float64. */
export function sumOfSquares(x: usize, count: i32): f64 {
  const end = x + <usize>count * size
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  for (; x + 16 <= end; x += 16) {
    const v = v128.load(x)
    const first = f64x2.promote_low_f32x4(v)
    const second = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0))
    low = f64x2.add(low, f64x2.mul(first, first))
    high = f64x2.add(high, f64x2.mul(second, second))
  }
  const sums = f64x2.add(low, high)
  let s = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  for (; x < end; x += size) s += <f64>f32.load(x) * <f64>f32.load(x)
  return s
}

/**
 * One step of AdamW over `count` numbers, by their gradient times `scale`; the two moments move in place.
 * out = kept * value - rate * first / (correction * sqrt(second) + epsilon).
 */
export function adamw(
  value: usize,
  gradient: usize,
  first: usize,
  second: usize,
  out: usize,
  count: i32,
  scale: f32,
  beta1: f32,
  gain1: f32,
  beta2: f32,
  gain2: f32,
  kept: f32,
  rate: f32,
  correction: f32,
  epsilon: f32,
): void {
  const end = <usize>count * size
  let i: usize = 0
  for (; i + 16 <= end; i += 16) {
    const g = f32x4.mul(v128.load(gradient + i), f32x4.splat(scale))
    const m = f32x4.add(f32x4.mul(v128.load(first + i), f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(gain1)))
    const squares = f32x4.mul(f32x4.mul(g, g), f32x4.splat(gain2))
    const v = f32x4.add(f32x4.mul(v128.load(second + i), f32x4.splat(beta2)), squares)
    const below = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(correction)), f32x4.splat(epsilon))
    const moved = f32x4.mul(f32x4.div(m, below), f32x4.splat(rate))
    v128.store(first + i, m)
    v128.store(second + i, v)
    v128.store(out + i, f32x4.sub(f32x4.mul(v128.load(value + i), f32x4.splat(kept)), moved))
  }
  for (; i < end; i += size) {
    const g = f32.load(gradient + i) * scale
    const m = f32.load(first + i) * beta1 + g * gain1
    const v = f32.load(second + i) * beta2 + g * g * gain2
    f32.store(first + i, m)
    f32.store(second + i, v)
    f32.store(out + i, f32.load(value + i) * kept - (m / (f32.sqrt(v) * correction + epsilon)) * rate)
  }
}
