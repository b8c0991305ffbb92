import type * as tf from '@tensorflow/tfjs'
import { at } from '../../../../shared/at.ts'
import type { WasmBackend } from './kernels.ts'

/** Adds the kernel that the WebAssembly backend lacks for the gradient of an embedding: rows are summed by their id. */
export function installSegmentSum({ registerKernel }: typeof tf): void {
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WasmBackend
    const { x, segmentIds } = inputs as unknown as { x: tf.TensorInfo; segmentIds: tf.TensorInfo }
    const { numSegments } = attrs as unknown as { numSegments: number }
    const [rows = 0, ...rest] = x.shape
    const size = rest.reduce((product, length) => product * length, 1)
    const output = backend.makeOutput([numSegments, ...rest], 'float32')
    const numbers = (tensor: tf.TensorInfo) => backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array
    const [sums, values, ids] = [numbers(output), numbers(x), numbers(segmentIds)]
    sums.fill(0)
    for (let row = 0; row < rows; row++) {
      const start = at(ids, row) * size
      for (let i = 0; i < size; i++) sums[start + i] = (sums[start + i] as number) + (values[row * size + i] as number)
    }
    return output
  }
  registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc })
}
