import type * as tf from '@tensorflow/tfjs'
import { at } from '../../../../shared/at.ts'

interface Inputs {
  readonly a: tf.TensorInfo
  readonly b: tf.TensorInfo
}

/** So many times as many columns as rows make the flipped product the faster one: two to five times at the tail's shapes. */
const muchWider = 4

/**
 * Replaces native TensorFlow's matrix product on the CPU where A Bᵀ has few rows, as the tail's products have: there it
 * is slow, and B Aᵀ, flipped, is not.
 */
export function installNativeMatMul({ getKernel, registerKernel, unregisterKernel }: typeof tf): void {
  const own = getKernel('BatchMatMul', 'tensorflow').kernelFunc
  const transpose = getKernel('Transpose', 'tensorflow').kernelFunc

  const kernelFunc: tf.KernelFunc = (call) => {
    const { a, b } = call.inputs as unknown as Inputs
    const { transposeA, transposeB } = call.attrs as unknown as { transposeA: boolean; transposeB: boolean }
    const [rows, columns] = [at(a.shape, a.shape.length - 2), at(b.shape, b.shape.length - 2)]
    if (transposeA || !transposeB || columns < muchWider * rows) return own(call)
    const { backend } = call
    const flipped = own({ inputs: { a: b, b: a }, attrs: call.attrs, backend }) as tf.TensorInfo
    const rank = flipped.shape.length
    const perm = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i))
    const output = transpose({ inputs: { x: flipped }, attrs: { perm }, backend })
    ;(backend as tf.KernelBackend).disposeData(flipped.dataId)
    return output
  }

  unregisterKernel('BatchMatMul', 'tensorflow')
  registerKernel({ kernelName: 'BatchMatMul', backendName: 'tensorflow', kernelFunc })
}
