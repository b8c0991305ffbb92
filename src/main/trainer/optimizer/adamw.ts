import type { tf } from '../backend/tf.ts'
import { arithmetic } from './arithmetic.ts'
import type { Moment, Moments } from './moments.ts'

export interface AdamWOptions {
  readonly weightDecay: number
  /** The rate of a tensor as a multiple of the step's; 1 unless given. */
  readonly scaleOf?: (name: string) => number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}

/** Weight decay spares biases and layer norms. */
function decays(name: string): boolean {
  return !name.endsWith('.bias') && !/norm/i.test(name)
}

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter, 2019, algorithm 2) in PyTorch's order of operations.
 * Moments are kept by name and the step is a whole number, so that the state resumes exactly.
 */
export class AdamW {
  /** Steps taken so far. */
  step = 0
  readonly moments = new Map<string, Moments>()
  readonly #options: Required<AdamWOptions>

  constructor(
    readonly variables: ReadonlyMap<string, tf.Variable>,
    options: AdamWOptions,
  ) {
    this.#options = { scaleOf: () => 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options }
    const { moments } = arithmetic()
    for (const [name, variable] of variables) this.moments.set(name, moments(variable.shape))
  }

  /**
   * One step at the given rate, by the gradients times `scale`. A variable without a gradient stays as it is. Gradients
   * are not disposed of.
   */
  apply(gradients: Readonly<Record<string, tf.Tensor>>, learningRate: number, scale = 1): void {
    const { weightDecay, scaleOf, beta1, beta2, epsilon } = this.#options
    const count = ++this.step
    for (const [name, moments] of this.moments) {
      const variable = this.variables.get(name)
      const gradient = gradients[name]
      if (variable === undefined || gradient === undefined) continue
      const rate = learningRate * scaleOf(name)
      const kept = decays(name) ? 1 - rate * weightDecay : 1
      moments.update(variable, gradient, { count, rate, kept, scale, beta1, beta2, epsilon })
    }
  }

  /** Goes on from a former state, whose moments have the shapes of the variables. */
  load(step: number, moments: ReadonlyMap<string, Record<Moment, Float32Array>>): void {
    this.step = step
    for (const [name, own] of this.moments) {
      const former = moments.get(name)
      if (former === undefined) throw new Error(`No moments of ${name}.`)
      own.load(former)
    }
  }

  dispose(): void {
    for (const moments of this.moments.values()) moments.dispose()
  }
}
