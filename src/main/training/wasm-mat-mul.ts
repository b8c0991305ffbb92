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
 * transposes, and is about ten times slower otherwise; this one transposes first and takes a batch one by one.
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
    const upright = (x: TensorInfo, isTransposed: boolean): TensorInfo =>
      isTransposed ? run(transpose, { x }, { perm: [0, 2, 1] }) : x
    /** Matrix i of [batch, height, width], as [1, height, width]. */
    const matrix = (x: TensorInfo, i: number): TensorInfo =>
      x.shape[0] === 1 ? x : run(slice, { x }, { begin: [i, 0, 0], size: [1, x.shape[1], x.shape[2]] })

    const a = upright(asBatch(inputs.a), transposeA)
    const b = upright(asBatch(inputs.b), transposeB)
    const batch = Math.max(a.shape[0], b.shape[0])
    const [rows, columns] = [a.shape[1], b.shape[2]]
    const output = backend.makeOutput([batch, rows, columns], 'float32')
    for (let i = 0; i < batch; i++) {
      const product = run(own, { a: matrix(a, i), b: matrix(b, i) }, { transposeA: false, transposeB: false })
      // Both views are taken now: the heap moves when it grows.
      backend.typedArrayFromHeap(output).set(backend.typedArrayFromHeap(product), i * rows * columns)
    }
    for (const { dataId } of made) backend.disposeData(dataId)
    const outer = (a.shape[0] === batch ? inputs.a : inputs.b).shape.slice(0, -2)
    return { ...output, shape: [...outer, rows, columns] }
  }

  unregisterKernel('BatchMatMul', 'wasm')
  registerKernel({ kernelName: 'BatchMatMul', backendName: 'wasm', kernelFunc })
}

/** The same numbers as [batch, rows, columns]. */
function asBatch({ dataId, dtype, shape }: TensorInfo): TensorInfo {
  const batch = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  return { dataId, dtype, shape: [batch, ...shape.slice(-2)] }
}
