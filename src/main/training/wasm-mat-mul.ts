import type { tf } from './tf.ts'

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
  const slice = getKernel('Slice', 'wasm').kernelFunc

  const kernelFunc: tf.KernelFunc = (call) => {
    const inputs = call.inputs as unknown as Inputs
    const backend = call.backend as WasmBackend
    const { transposeA, transposeB } = call.attrs as unknown as { transposeA: boolean; transposeB: boolean }
    const made: TensorInfo[] = []
    const run = (kernel: tf.KernelFunc, inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap): TensorInfo => {
      const output = kernel({ inputs, attrs, backend }) as TensorInfo
      made.push(output)
      return output
    }
    const flip = (x: TensorInfo): TensorInfo => run(transpose, { x }, { perm: [0, 2, 1] })
    /** Matrix i of [batch, height, width], as [1, height, width]. */
    const matrix = (x: TensorInfo, i: number): TensorInfo =>
      x.shape[0] === 1 ? x : run(slice, { x }, { begin: [i, 0, 0], size: [1, x.shape[1], x.shape[2]] })
    const product = (left: TensorInfo, right: TensorInfo): TensorInfo => {
      const batch = Math.max(left.shape[0], right.shape[0])
      const [rows, columns] = [left.shape[1], right.shape[2]]
      const output = backend.makeOutput([batch, rows, columns], 'float32')
      for (let i = 0; i < batch; i++) {
        const operands = { a: matrix(left, i), b: matrix(right, i) }
        const one = run(own, operands, { transposeA: false, transposeB: false })
        // Both views are taken now: the heap moves when it grows.
        backend.typedArrayFromHeap(output).set(backend.typedArrayFromHeap(one), i * rows * columns)
      }
      return output
    }

    const [a, b] = [asBatch(inputs.a), asBatch(inputs.b)]
    let output: TensorInfo
    if (isCheaperFlipped(a, b, transposeA, transposeB)) {
      const flipped = product(transposeB ? b : flip(b), transposeA ? a : flip(a))
      made.push(flipped)
      output = flip(flipped)
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
  const size = ({ shape: [batch, height, width] }: TensorInfo): number => batch * height * width
  const rows = a.shape[transposeA ? 2 : 1]
  const columns = b.shape[transposeB ? 1 : 2]
  const straight = size(b) * (transposeB ? 2 : 1) + (transposeA ? size(a) : 0)
  const flipped = size(a) * (transposeA ? 1 : 2) + (transposeB ? 0 : size(b)) + a.shape[0] * rows * columns
  return flipped < straight
}

/** The same numbers as [batch, rows, columns]. */
function asBatch({ dataId, dtype, shape }: TensorInfo): TensorInfo {
  const batch = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  return { dataId, dtype, shape: [batch, ...shape.slice(-2)] }
}
