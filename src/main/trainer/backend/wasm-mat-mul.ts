import type * as tf from '@tensorflow/tfjs'
import { at } from '../../../shared/at.ts'

type TensorInfo = tf.TensorInfo

/** The few methods of the WebAssembly backend that a kernel needs. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(tensor: TensorInfo): Float32Array
  disposeData(dataId: object): void
}

interface Inputs {
  readonly a: TensorInfo
  readonly b: TensorInfo
}

/**
 * Replaces the WebAssembly backend's matrix product. Its own takes the fast path (XNNPACK) only for one product without
 * transposes, and is about ten times slower otherwise. This one takes a batch one by one, and computes A B as (Bᵀ Aᵀ)ᵀ
 * where that leaves the larger matrix as it is: XNNPACK repacks its right-hand matrix at every call.
 */
export function installFastMatMul({ getKernel, registerKernel, unregisterKernel }: typeof tf): void {
  const own = getKernel('BatchMatMul', 'wasm').kernelFunc
  const transpose = getKernel('Transpose', 'wasm').kernelFunc

  const kernelFunc: tf.KernelFunc = (call) => {
    const inputs = call.inputs as unknown as Inputs
    const backend = call.backend as WasmBackend
    const { transposeA, transposeB } = call.attrs as unknown as { transposeA: boolean; transposeB: boolean }
    const made: TensorInfo[] = []
    const keep = (x: TensorInfo): TensorInfo => {
      made.push(x)
      return x
    }
    const flip = (x: TensorInfo): TensorInfo =>
      keep(transpose({ inputs: { x }, attrs: { perm: [0, 2, 1] }, backend }) as TensorInfo)
    /** Matrix i of [batch, height, width], as [1, height, width]. The backend's own slice reads the whole batch. */
    const matrix = (x: TensorInfo, i: number): TensorInfo => {
      const [batch, height, width] = sizes(x)
      if (batch === 1) return x
      const one = keep(backend.makeOutput([1, height, width], 'float32'))
      const size = height * width
      backend.typedArrayFromHeap(one).set(backend.typedArrayFromHeap(x).subarray(i * size, (i + 1) * size))
      return one
    }
    const product = (left: TensorInfo, right: TensorInfo): TensorInfo => {
      const batch = Math.max(at(left.shape, 0), at(right.shape, 0))
      const [rows, columns] = [at(left.shape, 1), at(right.shape, 2)]
      const output = backend.makeOutput([batch, rows, columns], 'float32')
      for (let i = 0; i < batch; i++) {
        const operands = { a: matrix(left, i), b: matrix(right, i) }
        const one = keep(
          own({ inputs: operands, attrs: { transposeA: false, transposeB: false }, backend }) as TensorInfo,
        )
        // Views are taken when they are used: the heap moves when it grows.
        backend.typedArrayFromHeap(output).set(backend.typedArrayFromHeap(one), i * rows * columns)
      }
      return output
    }

    const [a, b] = [asBatch(inputs.a), asBatch(inputs.b)]
    let output: TensorInfo
    if (isCheaperFlipped(a, b, transposeA, transposeB)) {
      output = flip(keep(product(transposeB ? b : flip(b), transposeA ? a : flip(a))))
      made.pop()
    } else {
      output = product(transposeA ? flip(a) : a, transposeB ? flip(b) : b)
    }
    for (const { dataId } of made) backend.disposeData(dataId)
    const outer = (inputs.a.shape.length >= inputs.b.shape.length ? inputs.a : inputs.b).shape.slice(0, -2)
    return { ...output, shape: [...outer, ...output.shape.slice(1)] }
  }

  unregisterKernel('BatchMatMul', 'wasm')
  registerKernel({ kernelName: 'BatchMatMul', backendName: 'wasm', kernelFunc })
}

/** Compares the numbers that are moved: by packing the right-hand matrix and by transposing. */
function isCheaperFlipped(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): boolean {
  const size = (x: TensorInfo): number => sizes(x).reduce((product, length) => product * length)
  const rows = at(a.shape, transposeA ? 2 : 1)
  const columns = at(b.shape, transposeB ? 1 : 2)
  const straight = size(b) * (transposeB ? 2 : 1) + (transposeA ? size(a) : 0)
  const flipped = size(a) * (transposeA ? 1 : 2) + (transposeB ? 0 : size(b)) + at(a.shape, 0) * rows * columns
  return flipped < straight
}

/** The shape of a batch of matrices: [batch, height, width]. */
function sizes({ shape }: TensorInfo): readonly [number, number, number] {
  return [at(shape, 0), at(shape, 1), at(shape, 2)]
}

/** The same numbers as [batch, rows, columns]. */
function asBatch({ dataId, dtype, shape }: TensorInfo): TensorInfo {
  const batch = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  return { dataId, dtype, shape: [batch, ...shape.slice(-2)] }
}
