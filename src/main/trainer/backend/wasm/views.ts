import type * as tf from '@tensorflow/tfjs'
import { at } from '../../../../shared/at.ts'
import type { WasmBackend } from './kernels.ts'

type Kernel = (x: tf.TensorInfo, attrs: tf.NamedAttrMap | undefined, backend: WasmBackend) => tf.TensorInfo

/**
 * Replaces two kernels of the WebAssembly backend that copy more than they give: its slice reads the whole tensor, and its
 * identity, by which the engine keeps what a gradient needs, writes it once more.
 */
export function installViews({ getKernel, registerKernel, slice_util, unregisterKernel }: typeof tf): void {
  const replace = (kernelName: string, kernel: Kernel): void => {
    const own = getKernel(kernelName, 'wasm').kernelFunc
    unregisterKernel(kernelName, 'wasm')
    registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => {
        const { x } = call.inputs as unknown as { x: tf.TensorInfo }
        return x.dtype === 'string' ? own(call) : kernel(x, call.attrs, call.backend as WasmBackend)
      },
    })
  }
  replace('Identity', share)
  replace('Slice', (x, attrs, backend) => {
    const { begin, size } = attrs as unknown as { begin: number | number[]; size?: number | number[] }
    const [from, shape] = slice_util.parseSliceParams(x as tf.Tensor, begin, size)
    return slice(x, from as number[], shape as number[], backend)
  })
}

/** The same numbers under another name, as the backend's reshape gives them. */
function share({ dataId, shape, dtype }: tf.TensorInfo, _: unknown, backend: WasmBackend): tf.TensorInfo {
  backend.incRef(dataId)
  return { dataId, shape, dtype }
}

/** The numbers of a box within a tensor: from `begin` on, `shape` of them in each direction. */
function slice(x: tf.TensorInfo, begin: number[], shape: number[], backend: WasmBackend): tf.TensorInfo {
  const output = backend.makeOutput(shape, x.dtype)
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(output)]
  let place = 0
  /** Copies what lies below one index of each of the first `depth` directions. */
  const copy = (depth: number, start: number): void => {
    const offset = start * at(x.shape, depth) + at(begin, depth)
    const length = at(shape, depth)
    if (depth < shape.length - 1) {
      for (let i = 0; i < length; i++) copy(depth + 1, offset + i)
      return
    }
    to.set(from.subarray(offset, offset + length), place)
    place += length
  }
  if (shape.length === 0) to.set(from)
  else copy(0, 0)
  return output
}
