import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'

/** The error for numbers that got out of range in an epoch; 0 is the model as it came. */
export function notFinite(epoch: number, { model, learningRate }: Recipe): LastlayerError {
  if (epoch === 0) {
    return new LastlayerError(
      'model',
      `The model ${model} gives no finite numbers: its weights are damaged. Download it again.`,
    )
  }
  const advice = `Start again with a lower learning rate than ${learningRate}.`
  return new LastlayerError('usage', `Training left the range of numbers in epoch ${epoch}. ${advice}`)
}
