import type { Recipe } from '../../../shared/recipe.ts'

/**
 * Learning rate of a step, counted from 0: rising linearly over the warm-up, then falling to 0 after the last step
 * (Hugging Face's get_linear_schedule_with_warmup and get_cosine_schedule_with_warmup), or staying as it is.
 */
export function scheduledRate(
  form: Recipe['schedule'],
  step: number,
  steps: number,
  peak: number,
  warmup: number,
): number {
  const warmupSteps = Math.ceil(steps * warmup)
  if (step < warmupSteps) return (peak * step) / warmupSteps
  if (form === 'constant') return peak
  if (form === 'linear') return (peak * (steps - step)) / (steps - warmupSteps)
  const progress = (step - warmupSteps) / (steps - warmupSteps)
  return (peak * (1 + Math.cos(Math.PI * progress))) / 2
}
