import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'

/** Numbers got out of range in an epoch; 0 is the model as it came. */
export class NotFiniteError extends LastlayerError {
  /** @param rate of the blocks, which was too high */
  constructor(
    readonly epoch: number,
    { model }: Pick<Recipe, 'model'>,
    rate: number,
  ) {
    const isDamaged = epoch === 0
    super(
      isDamaged ? 'model' : 'usage',
      isDamaged
        ? `The model ${model} gives no finite numbers: its weights are damaged. Download it again.`
        : `Training left the range of numbers in epoch ${epoch}. Start again with a lower learning rate than ${rate}.`,
    )
  }
}
