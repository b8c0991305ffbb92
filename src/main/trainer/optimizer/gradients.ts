import type { tf } from '../backend/tf.ts'
import { arithmetic } from './arithmetic.ts'

export type Gradients = Record<string, tf.Tensor>

/** The square root of the sum of squares over all gradients. */
export function globalNorm(gradients: Gradients): number {
  const { sumOfSquares } = arithmetic()
  return Math.sqrt(Object.values(gradients).reduce((sum, gradient) => sum + sumOfSquares(gradient), 0))
}

/** By which gradients of this norm are multiplied so that it is at most `limit`; PyTorch's clip_grad_norm_ with its 1e-6. */
export function clipScale(norm: number, limit: number): number {
  return Math.min(limit / (norm + 1e-6), 1)
}
