import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'

/** Numbers got out of range in an epoch; 0 is the model as it came. */
export class NotFiniteError extends LastlayerError {
  constructor(epoch: number, { model, learningRate }: Pick<Recipe, 'model' | 'learningRate'>) {
    if (epoch === 0) {
      super('model', `The model ${model} gives no finite numbers: its weights are damaged. Download it again.`)
      return
    }
    const advice = `Start again with a lower learning rate than ${learningRate}.`
    super('usage', `Training left the range of numbers in epoch ${epoch}. ${advice}`)
  }
}
