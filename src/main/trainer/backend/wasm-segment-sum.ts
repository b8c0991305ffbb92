import type * as tf from '@tensorflow/tfjs'

interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array
}

/** Adds the kernel that the WebAssembly backend lacks for the gradient of an embedding: rows are summed by their id. */
export function installSegmentSum({ registerKernel }: typeof tf): void {
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WasmBackend
    const { x, segmentIds } = inputs as unknown as { x: tf.TensorInfo; segmentIds: tf.TensorInfo }
    const { numSegments } = attrs as unknown as { numSegments: number }
    const [rows, ...rest] = x.shape
    const size = rest.reduce((product, length) => product * length, 1)
    const output = backend.makeOutput([numSegments, ...rest], 'float32')
    const [sums, values, ids] = [output, x, segmentIds].map((tensor) => backend.typedArrayFromHeap(tensor))
    sums.fill(0)
    for (let row = 0; row < rows; row++) {
      const start = ids[row] * size
      for (let i = 0; i < size; i++) sums[start + i] += values[row * size + i]
    }
    return output
  }
  registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc })
}
