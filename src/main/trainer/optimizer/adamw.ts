import { tf } from '../backend/tf.ts'

export interface AdamWOptions {
  readonly weightDecay: number
  /** The rate of a tensor as a multiple of the step's; 1 unless given. */
  readonly scaleOf?: (name: string) => number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}

interface Moments {
  readonly first: tf.Variable
  readonly second: tf.Variable
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
    for (const [name, variable] of variables) {
      const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false))
      this.moments.set(name, { first: zeros(), second: zeros() })
    }
  }

  /** One step at the given rate. A variable without a gradient stays as it is. Gradients are not disposed of. */
  apply(gradients: Readonly<Record<string, tf.Tensor>>, learningRate: number): void {
    const { weightDecay, scaleOf, beta1, beta2, epsilon } = this.#options
    this.step++
    const correction = 1 / Math.sqrt(1 - beta2 ** this.step)
    for (const [name, { first, second }] of this.moments) {
      const variable = this.variables.get(name)
      const gradient = gradients[name]
      if (variable === undefined || gradient === undefined) continue
      const ownRate = learningRate * scaleOf(name)
      const rate = ownRate / (1 - beta1 ** this.step)
      tf.tidy(() => {
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)))
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
        const kept = decays(name) ? tf.mul(variable, 1 - ownRate * weightDecay) : variable
        const denominator = tf.add(tf.mul(tf.sqrt(second), correction), epsilon)
        variable.assign(tf.sub(kept, tf.mul(tf.div(first, denominator), rate)))
      })
    }
  }

  /** Goes on from a former state, whose moments have the shapes of the variables. */
  load(step: number, moments: ReadonlyMap<string, Record<keyof Moments, Float32Array>>): void {
    this.step = step
    for (const [name, { first, second }] of this.moments) {
      const former = moments.get(name)
      if (former === undefined) throw new Error(`No moments of ${name}.`)
      tf.tidy(() => {
        first.assign(tf.tensor(former.first, first.shape))
        second.assign(tf.tensor(former.second, second.shape))
      })
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) tf.dispose([first, second])
  }
}
