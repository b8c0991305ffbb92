import { at } from '../../../shared/at.ts'
import { tf } from '../backend/tf.ts'
import type { AdamStep, Arithmetic, Moment, Moments } from './moments.ts'

/** Moments as ordinary tensors, and AdamW in TensorFlow.js's operations: for any backend. */
export class TensorMoments implements Moments {
  protected readonly first: tf.Variable
  protected readonly second: tf.Variable

  constructor(shape: number[]) {
    const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(shape), false))
    this.first = zeros()
    this.second = zeros()
  }

  update(variable: tf.Variable, gradient: tf.Tensor, step: AdamStep): void {
    const { count, rate, kept, scale, beta1, beta2, epsilon } = step
    const { first, second } = this
    tf.tidy(() => {
      const scaled = scale === 1 ? gradient : tf.mul(gradient, scale)
      first.assign(tf.add(tf.mul(first, beta1), tf.mul(scaled, 1 - beta1)))
      second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(scaled), 1 - beta2)))
      const denominator = tf.add(tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - beta2 ** count)), epsilon)
      const moved = tf.mul(tf.div(first, denominator), rate / (1 - beta1 ** count))
      variable.assign(tf.sub(tf.mul(variable, kept), moved))
    })
  }

  async values(moment: Moment): Promise<Float32Array> {
    return (await this[moment].data()) as Float32Array
  }

  load(values: Readonly<Record<Moment, Float32Array>>): void {
    for (const moment of ['first', 'second'] as const) {
      tf.tidy(() => this[moment].assign(tf.tensor(values[moment], this[moment].shape)))
    }
  }

  dispose(): void {
    tf.dispose([this.first, this.second])
  }
}

export const plainArithmetic: Arithmetic = {
  sumOfSquares: (x) =>
    at(
      tf.tidy(() => tf.sum(tf.square(x)).dataSync()),
      0,
    ),
  moments: (shape) => new TensorMoments(shape),
}
