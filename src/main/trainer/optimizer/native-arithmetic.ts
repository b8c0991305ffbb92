import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js'
import { at } from '../../../shared/at.ts'
import { beyond, tf } from '../backend/tf.ts'
import type { AdamStep, Arithmetic, Moment, Moments } from './moments.ts'

/** The operations of TensorFlow on variables of its own, for which TensorFlow.js has no name. */
class Resources {
  #made = 0

  constructor(private readonly backend: NodeJSKernelBackend) {}

  /** A handle on a new variable, which exists from its first value on. */
  make(shape: number[]): tf.Tensor {
    const { binding } = this.backend
    const name = `lastlayer-${this.#made++}`
    const attributes = [
      this.#type('dtype'),
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape },
      { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
      { name: 'shared_name', type: binding.TF_ATTR_STRING, value: name },
    ]
    return this.backend.executeSingleOutput('VarHandleOp', attributes, [])
  }

  /** The variable takes the tensor's numbers without copying them. */
  assign(handle: tf.Tensor, value: tf.Tensor): void {
    this.#run('AssignVariableOp', [this.#type('dtype'), this.#flag('validate_shape')], [handle, value])
  }

  /** A tensor that shares the variable's numbers until one of them changes. */
  read(handle: tf.Tensor): tf.Tensor {
    return this.backend.executeSingleOutput('ReadVariableOp', [this.#type('dtype')], [handle])
  }

  /** Adam in one pass, in place: value, moments, and the rest as TensorFlow's ResourceApplyAdam has it. */
  applyAdam(inputs: tf.Tensor[]): void {
    this.#run('ResourceApplyAdam', [this.#type('T'), this.#flag('use_locking'), this.#flag('use_nesterov')], inputs)
  }

  destroy(handle: tf.Tensor): void {
    this.#run('DestroyResourceOp', [this.#flag('ignore_lookup_error')], [handle])
    handle.dispose()
  }

  /** Half the sum of squares, a scalar. */
  halfSquares(x: tf.Tensor): tf.Tensor {
    return this.backend.executeSingleOutput('L2Loss', [this.#type('T')], [x])
  }

  #type(name: string): { name: string; type: number; value: number } {
    return { name, type: this.backend.binding.TF_ATTR_TYPE, value: this.backend.binding.TF_FLOAT }
  }

  #flag(name: string): { name: string; type: number; value: boolean } {
    return { name, type: this.backend.binding.TF_ATTR_BOOL, value: false }
  }

  #run(
    name: string,
    attributes: Parameters<NodeJSKernelBackend['executeMultipleOutputs']>[1],
    inputs: tf.Tensor[],
  ): void {
    this.backend.executeMultipleOutputs(name, attributes, inputs, 0)
  }
}

/** Moments as variables of TensorFlow, which its own kernel moves in place. */
class ResourceMoments implements Moments {
  readonly #value: tf.Tensor
  readonly #moments: Readonly<Record<Moment, tf.Tensor>>

  constructor(
    private readonly shape: number[],
    private readonly resources: Resources,
  ) {
    this.#value = resources.make(shape)
    this.#moments = { first: resources.make(shape), second: resources.make(shape) }
    tf.tidy(() => {
      for (const handle of this.#handles()) resources.assign(handle, tf.zeros(shape))
    })
  }

  update(variable: tf.Variable, gradient: tf.Tensor, step: AdamStep): void {
    const { resources } = this
    const { first, second } = this.#moments
    tf.tidy(() => {
      resources.assign(this.#value, step.kept === 1 ? variable : tf.mul(variable, step.kept))
      const scaled = step.scale === 1 ? gradient : tf.mul(gradient, step.scale)
      resources.applyAdam([this.#value, first, second, ...scalars(step), scaled])
      variable.assign(resources.read(this.#value))
    })
  }

  async values(moment: Moment): Promise<Float32Array> {
    const read = this.resources.read(this.#moments[moment])
    try {
      return (await read.data()) as Float32Array
    } finally {
      read.dispose()
    }
  }

  load(values: Readonly<Record<Moment, Float32Array>>): void {
    for (const moment of ['first', 'second'] as const) {
      tf.tidy(() => this.resources.assign(this.#moments[moment], tf.tensor(values[moment], this.shape)))
    }
  }

  dispose(): void {
    for (const handle of this.#handles()) this.resources.destroy(handle)
  }

  #handles(): tf.Tensor[] {
    return [this.#value, this.#moments.first, this.#moments.second]
  }
}

/**
 * The scalars of ResourceApplyAdam that make its step PyTorch's: var -= lr * m / (sqrt(v) + epsilon), with both bias
 * corrections in lr and epsilon. Its own would be of powers in float32, so it is told that they are 0; its betas are
 * float32 all the same, and so are those of the corrections.
 */
function scalars({ count, rate, beta1, beta2, epsilon }: AdamStep): tf.Scalar[] {
  const correction = Math.sqrt(1 - Math.fround(beta2) ** count)
  const ownRate = (rate * correction) / (1 - Math.fround(beta1) ** count)
  return [0, 0, ownRate, beta1, beta2, epsilon * correction].map((value) => tf.scalar(value))
}

/** The arithmetic of native TensorFlow on the CPU; null on another backend. */
export function nativeArithmetic(): Arithmetic | null {
  if (beyond.native === null || beyond.native.isUsingGpuDevice) return null
  const resources = new Resources(beyond.native)
  return {
    sumOfSquares: (x) =>
      2 *
      at(
        tf.tidy(() => resources.halfSquares(x).dataSync()),
        0,
      ),
    moments: (shape) => new ResourceMoments(shape, resources),
  }
}
