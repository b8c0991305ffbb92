import { beyond, tf } from '../backend/tf.ts'
import type { Kernels } from '../backend/wasm/kernels.ts'
import type { AdamStep, Arithmetic } from './moments.ts'
import { TensorMoments } from './plain-arithmetic.ts'

/**
 * Moments in WebAssembly's memory, which one pass moves in place. The variable gets new memory: XNNPACK keeps what it has
 * packed by the name of a tensor's data.
 */
class WasmMoments extends TensorMoments {
  constructor(
    shape: number[],
    private readonly kernels: Kernels,
  ) {
    super(shape)
  }

  override update(variable: tf.Variable, gradient: tf.Tensor, step: AdamStep): void {
    const { count, rate, kept, scale, beta1, beta2, epsilon } = step
    const { run, pointer, output } = this.kernels
    const moved = output(variable.shape)
    run.adamw(
      pointer(variable),
      pointer(gradient),
      pointer(this.first),
      pointer(this.second),
      pointer(moved),
      variable.size,
      scale,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      kept,
      rate / (1 - beta1 ** count),
      1 / Math.sqrt(1 - beta2 ** count),
      epsilon,
    )
    tf.tidy(() => variable.assign(tf.engine().makeTensorFromTensorInfo(moved)))
  }
}

/** The arithmetic of our WebAssembly kernels; null on another backend. */
export function wasmArithmetic(): Arithmetic | null {
  const kernels = beyond.wasm
  if (kernels === null) return null
  return {
    sumOfSquares: (x) => kernels.run.sumOfSquares(kernels.pointer(x), x.size),
    moments: (shape) => new WasmMoments(shape, kernels),
  }
}
