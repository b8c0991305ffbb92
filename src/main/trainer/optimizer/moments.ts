import type { tf } from '../backend/tf.ts'

/** One step of AdamW for one tensor. */
export interface AdamStep {
  /** Steps taken, this one included. */
  readonly count: number
  readonly rate: number
  /** What decay leaves of the value. */
  readonly kept: number
  /** What the gradient is multiplied by first. */
  readonly scale: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** Which moment: of the gradient, or of its square. */
export type Moment = 'first' | 'second'

/** The moments of one tensor, kept where its backend works on them. */
export interface Moments {
  /** Moves the variable and both moments by one step. Does not dispose of the gradient. */
  update(variable: tf.Variable, gradient: tf.Tensor, step: AdamStep): void
  /** A copy. */
  values(moment: Moment): Promise<Float32Array>
  load(values: Readonly<Record<Moment, Float32Array>>): void
  dispose(): void
}

/** What an optimizer does with whole tensors: the work of a step that is bound by memory, in as few passes as a backend can. */
export interface Arithmetic {
  sumOfSquares(x: tf.Tensor): number
  /** Moments of 0 for a tensor of this shape. */
  moments(shape: number[]): Moments
}
