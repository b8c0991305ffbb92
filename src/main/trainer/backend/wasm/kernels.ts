import type * as tf from '@tensorflow/tfjs'
import { kernelsBinary } from './kernels-binary.ts'

/** The part of WebAssembly that is used here: neither Node's types nor the language's have it. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: { env: { memory: object } }): Promise<{ instance: { exports: object } }>
}

/** The few parts of the WebAssembly backend that its kernels need. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array | Uint8Array
  disposeData(dataId: object): void
  incRef(dataId: object): void
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number | null } }
  readonly wasm: { readonly asm: { readonly memory: object } }
}

/** The kernels of scripts/kernels/tail.ts, by pointers into the memory of the backend. */
interface Exports {
  product(
    a: number,
    aRow: number,
    aInner: number,
    b: number,
    out: number,
    rows: number,
    inner: number,
    columns: number,
  ): void
  productTransposed(a: number, b: number, out: number, rows: number, inner: number, columns: number): void
  sumOfSquares(x: number, count: number): number
  adamw(
    value: number,
    gradient: number,
    first: number,
    second: number,
    out: number,
    count: number,
    scale: number,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    kept: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void
}

/** Our own kernels, beside those of the WebAssembly backend and on its memory. */
export interface Kernels {
  readonly run: Exports
  /** A new tensor of any numbers. */
  output(shape: number[]): tf.TensorInfo
  /** Where a tensor's numbers begin in memory, in bytes. The kernels leave memory as large as it is, so it stays there. */
  pointer(tensor: tf.TensorInfo): number
}

/** Makes the kernels work on the backend's memory. */
export async function loadKernels(backend: WasmBackend): Promise<Kernels> {
  const { memory } = backend.wasm.asm
  const { instance } = await WebAssembly.instantiate(Buffer.from(kernelsBinary, 'base64'), { env: { memory } })
  return {
    run: instance.exports as unknown as Exports,
    output: (shape) => backend.makeOutput(shape, 'float32'),
    pointer({ dataId, shape, dtype }) {
      const { memoryOffset } = backend.dataIdMap.get(dataId)
      if (memoryOffset === null) throw new Error(`A tensor ${dtype} [${shape.join(', ')}] does not lie in memory.`)
      return memoryOffset
    },
  }
}
