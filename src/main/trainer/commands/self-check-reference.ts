import { at } from '../../../shared/at.ts'

// What the self-check compares a backend with: one small network in double precision, without any library.

/** rows, width, hidden, labels */
export const shapes = [24, 64, 48, 5] as const
const [rows, width, hidden, labels] = shapes

export interface Weights {
  /** [rows, width] */
  readonly x: Float32Array
  /** [width, hidden] */
  readonly first: Float32Array
  /** [hidden], of the layer norm */
  readonly scale: Float32Array
  readonly shift: Float32Array
  /** [hidden, labels] */
  readonly second: Float32Array
}

/** x to product, layer norm, exact GELU, product and softmax. */
export function forward({ x, first, scale, shift, second }: Record<keyof Weights, ArrayLike<number>>) {
  const product = multiply(x, first, [rows, width, hidden])
  const normed = eachRow(product, hidden, (row) => {
    const mean = sum(row) / hidden
    const deviation = Math.sqrt(sum(row.map((value) => (value - mean) ** 2)) / hidden)
    return row.map((value, i) => ((value - mean) / deviation) * at(scale, i) + at(shift, i))
  })
  const active = normed.map((value) => (value / 2) * (1 + erf(value / Math.SQRT2)))
  const probs = eachRow(multiply(active, second, [rows, hidden, labels]), labels, (row) => {
    const powers = row.map((value) => Math.exp(value - Math.max(...row)))
    return powers.map((power) => power / sum(powers))
  })
  return { product, normed, active, probs }
}

/** d loss / d first[index] by central differences, where the loss is -Σ log of every row's probability of label 0. */
export function gradientAt(weights: Weights, index: number): number {
  const step = 1e-5
  const loss = (change: number): number => {
    const first = Float64Array.from(weights.first)
    first[index] = at(first, index) + change
    return -sum(
      forward({ ...weights, first })
        .probs.filter((_, i) => i % labels === 0)
        .map(Math.log),
    )
  }
  return (loss(step) - loss(-step)) / (2 * step)
}

/** erf(x) = 2/√π e^(-x²) Σ 2^n x^(2n+1) / (2n+1)!!, whose terms have one sign (Abramowitz and Stegun, 7.1.6). */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x)
  let [total, term] = [x, x]
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    total += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total
}

/** a [m, k] times b [k, n] */
function multiply(a: ArrayLike<number>, b: ArrayLike<number>, [m, k, n]: readonly [number, number, number]): number[] {
  const c = new Array<number>(m * n).fill(0)
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++)
      for (let j = 0; j < n; j++) c[i * n + j] = at(c, i * n + j) + at(a, i * k + l) * at(b, l * n + j)
  return c
}

function eachRow(values: number[], length: number, act: (row: number[]) => number[]): number[] {
  return Array.from({ length: values.length / length }, (_, i) =>
    act(values.slice(i * length, (i + 1) * length)),
  ).flat()
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
