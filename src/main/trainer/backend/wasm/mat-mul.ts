import type * as tf from '@tensorflow/tfjs'
import { at } from '../../../../shared/at.ts'
import type { Kernels, WasmBackend } from './kernels.ts'

type TensorInfo = tf.TensorInfo

interface Inputs {
  readonly a: TensorInfo
  readonly b: TensorInfo
}

/** From so many rows on, XNNPACK's packing of the right-hand matrix pays for itself. */
const manyRows = 128

/**
 * Replaces the WebAssembly backend's matrix product. Its own takes the fast path (XNNPACK) only for one product without
 * transposes, is about ten times slower otherwise, and packs its right-hand matrix anew at every call, which is most of
 * the work where the left-hand one has few rows, as the tail's have. Those, and products with a transposed right-hand
 * matrix, are made by our own kernels; the others go to XNNPACK one by one, their left-hand matrix upright.
 */
export function installMatMul({ getKernel, registerKernel, unregisterKernel }: typeof tf, kernels: Kernels): void {
  const own = getKernel('BatchMatMul', 'wasm').kernelFunc
  const transpose = getKernel('Transpose', 'wasm').kernelFunc
  const { run, pointer } = kernels

  const kernelFunc: tf.KernelFunc = (call) => {
    const backend = call.backend as WasmBackend
    const inputs = call.inputs as unknown as Inputs
    const { transposeA, transposeB } = call.attrs as unknown as { transposeA: boolean; transposeB: boolean }
    const made: TensorInfo[] = []
    const flip = (x: TensorInfo): TensorInfo => {
      const flipped = transpose({ inputs: { x }, attrs: { perm: [0, 2, 1] }, backend }) as TensorInfo
      made.push(flipped)
      return flipped
    }
    const [rows, inner] = transposeA ? [columnsOf(inputs.a), rowsOf(inputs.a)] : [rowsOf(inputs.a), columnsOf(inputs.a)]
    const columns = transposeB ? rowsOf(inputs.b) : columnsOf(inputs.b)
    const isOwn = transposeB || rows < manyRows || inner < manyRows
    const mustFlip = transposeA && (transposeB || !isOwn)
    const a = mustFlip ? flip(asBatch(inputs.a)) : asBatch(inputs.a)
    const b = asBatch(inputs.b)
    const batch = Math.max(at(a.shape, 0), at(b.shape, 0))
    const output = backend.makeOutput([batch, rows, columns], 'float32')
    const [aRow, aInner] = transposeA ? [4, 4 * rows] : [4 * inner, 4]
    for (let i = 0; i < batch; i++) {
      const pa = pointer(a) + (at(a.shape, 0) === 1 ? 0 : 4 * i * rows * inner)
      const pb = pointer(b) + (at(b.shape, 0) === 1 ? 0 : 4 * i * inner * columns)
      const out = pointer(output) + 4 * i * rows * columns
      if (transposeB) run.productTransposed(pa, pb, out, rows, inner, columns)
      else if (isOwn) run.product(pa, aRow, aInner, pb, out, rows, inner, columns)
    }
    if (!isOwn) byXnnpack(backend, a, b, output, made)
    for (const { dataId } of made) backend.disposeData(dataId)
    const outer = (inputs.a.shape.length >= inputs.b.shape.length ? inputs.a : inputs.b).shape.slice(0, -2)
    return { ...output, shape: [...outer, rows, columns] }
  }

  /** output = A B for each matrix of a batch. */
  function byXnnpack(backend: WasmBackend, a: TensorInfo, b: TensorInfo, output: TensorInfo, made: TensorInfo[]): void {
    const floats = (x: TensorInfo): Float32Array => backend.typedArrayFromHeap(x) as Float32Array
    /** Matrix i of a batch, as [1, height, width]. The backend's own slice reads the whole batch. */
    const matrix = (x: TensorInfo, i: number): TensorInfo => {
      if (at(x.shape, 0) === 1) return x
      const size = rowsOf(x) * columnsOf(x)
      const one = backend.makeOutput([1, rowsOf(x), columnsOf(x)], 'float32')
      floats(one).set(floats(x).subarray(i * size, (i + 1) * size))
      made.push(one)
      return one
    }
    const size = rowsOf(output) * columnsOf(output)
    for (let i = 0; i < at(output.shape, 0); i++) {
      const operands = { a: matrix(a, i), b: matrix(b, i) }
      const one = own({ inputs: operands, attrs: { transposeA: false, transposeB: false }, backend }) as TensorInfo
      made.push(one)
      // Views are taken when they are used: the heap moves when it grows.
      floats(output).set(floats(one), i * size)
    }
  }

  unregisterKernel('BatchMatMul', 'wasm')
  registerKernel({ kernelName: 'BatchMatMul', backendName: 'wasm', kernelFunc })
}

const rowsOf = ({ shape }: TensorInfo): number => at(shape, shape.length - 2)
const columnsOf = ({ shape }: TensorInfo): number => at(shape, shape.length - 1)

/** The same numbers as [batch, rows, columns]. */
function asBatch({ dataId, dtype, shape }: TensorInfo): TensorInfo {
  const batch = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  return { dataId, dtype, shape: [batch, ...shape.slice(-2)] }
}
