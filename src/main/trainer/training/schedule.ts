/**
 * Learning rate of a step, counted from 0: rising linearly over the warm-up, then falling linearly to 0 after the last
 * step (Hugging Face's get_linear_schedule_with_warmup).
 */
export function linearSchedule(step: number, steps: number, peak: number, warmup: number): number {
  const warmupSteps = Math.ceil(steps * warmup)
  if (step < warmupSteps) return (peak * step) / warmupSteps
  return (peak * (steps - step)) / (steps - warmupSteps)
}
