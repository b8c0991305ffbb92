import { z } from 'zod'

/** What Python's transformers calls the activations that Lastlayer computes. */
const activations = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  gelu_accurate: 'gelu_tanh',
  gelu_python_tanh: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  quick_gelu: 'quick_gelu',
  silu: 'silu',
  swish: 'silu',
  relu: 'relu',
} as const
/**
 * Between the two layers of the feed-forward network: x Φ(x), exactly or by the tanh that is near it; x σ(1.702 x);
 * x σ(x); max(x, 0).
 */
export type Activation = (typeof activations)[keyof typeof activations]

/** Its name in config.json. */
export const activation = z
  .enum(Object.keys(activations) as (keyof typeof activations)[], {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not supported; supported are ${Object.keys(activations).join(', ')}`,
  })
  .transform((name): Activation => activations[name])

/** The numbers in (1 + tanh(slope (x + cubic x³))) x / 2. */
export const geluTanh = { slope: Math.sqrt(2 / Math.PI), cubic: 0.044715 } as const
/** That in x σ(1.702 x). */
export const quickGelu = 1.702
