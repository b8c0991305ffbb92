import { z } from 'zod'
import { describeZodError, LastlayerError } from './errors.ts'
import { pathTo } from './named-paths.ts'
import { sampleNames } from './samples.ts'

/** Where the features of the frozen trunk are stored: two or four bytes a number. */
export const precision = z.enum(['float16', 'float32'])
export type Precision = z.infer<typeof precision>

/** What runs the frozen part; `auto` is TensorFlow where it has a GPU, else ONNX Runtime. */
export const trunkEngine = z.enum(['auto', 'onnxruntime', 'tensorflow'])
export type TrunkEngine = z.infer<typeof trunkEngine>

const share = z.number().gt(0).lt(1)

/**
 * The recipe of a run: every setting, its bounds and its default. One flat object; unknown keys are refused.
 * The defaults are those of the method: last block and head, 3 epochs at 2e-5.
 */
export const recipe = z.strictObject({
  dataset: pathTo('dataset').min(1).describe(`Dataset folder or file, or a sample: ${sampleNames}`),
  model: pathTo('read').min(1).describe('Folder of a pretrained model, a classifier or a run'),
  textColumn: z.string().min(1).nullable().default(null).describe('Column of the text in a table (guessed)'),
  labelColumn: z.string().min(1).nullable().default(null).describe('Column of the label in a table (guessed)'),
  stripHtml: z.boolean().default(true).describe('Turn HTML tags such as <br /> into spaces'),
  smallRun: z.boolean().default(false).describe('At most 4,000 training and 2,000 test examples, balanced'),
  testShare: share.default(0.2).describe('Share set aside for testing where the dataset has no test part'),

  unfreeze: z
    .union([z.int().min(0), z.literal('all')])
    .default(1)
    .describe('K: blocks to unfreeze from the top; 0 trains the head only'),
  embeddings: z.boolean().default(false).describe('Unfreeze the embeddings too; needs every block unfrozen'),
  head: z
    .enum(['auto', 'new'])
    .default('auto')
    .describe('auto goes on from the head of a classifier that knows these labels; new never does'),
  epochs: z.int().min(1).max(1000).default(3).describe('Passes over the training texts'),
  learningRate: z.number().gt(0).max(1).default(2e-5).describe('Peak learning rate, decaying linearly to 0'),
  warmup: z.number().min(0).lt(1).default(0).describe('Share of the steps over which the rate first rises'),
  batchSize: z.int().min(1).max(1024).default(16).describe('Examples a step'),
  maxLength: z.int().min(8).default(256).describe('Tokens a text; what is longer loses its end'),
  weightDecay: z.number().min(0).max(1).default(0.01).describe('AdamW decay, not on biases and layer norms'),
  clipNorm: z.number().gt(0).default(1).describe('Largest global norm of the gradient'),
  dropout: z.number().min(0).lt(1).nullable().default(null).describe("One rate for every dropout (the model's own)"),
  seed: z.int().min(0).max(0xffffffff).default(42).describe('Seed of splits, head, order and dropout'),
  precision: precision.default('float16').describe('Precision of the cached features'),
  trunk: trunkEngine.default('auto').describe('Engine of the frozen part: TensorFlow on a GPU, else ONNX Runtime'),

  keep: z.enum(['last', 'best']).default('last').describe('Which epoch is saved; best needs a validation part'),
  patience: z.int().min(0).default(0).describe('Stop after so many epochs without a lower validation loss; 0 never'),
  validationShare: share.default(0.1).describe('Share of the training texts that chooses, with best or patience'),
})
export type Recipe = z.infer<typeof recipe>
export type RecipeInput = z.input<typeof recipe>

/** A recipe as it was stored, by this version or another: settings unknown here are left out, missing ones are the defaults. */
export const storedRecipe = recipe.strip()

/**
 * Parses a recipe from outside.
 * @throws LastlayerError `usage`, naming the setting.
 */
export function parseRecipe(input: unknown): Recipe {
  const parsed = recipe.safeParse(input)
  if (!parsed.success) throw new LastlayerError('usage', `Setting ${describeZodError(parsed.error)}.`)
  return parsed.data
}

/** Whether a validation part is taken from the training texts: only if something is chosen by it. */
export function needsValidation(recipe: Pick<Recipe, 'keep' | 'patience'>): boolean {
  return recipe.keep === 'best' || recipe.patience > 0
}

/**
 * K as a number, for a model with so many blocks.
 * @throws LastlayerError `usage` if the model has fewer than the recipe unfreezes, or embeddings without all of them.
 */
export function trainableBlocks(
  { unfreeze, embeddings }: Pick<Recipe, 'unfreeze' | 'embeddings'>,
  blocks: number,
): number {
  const count = unfreeze === 'all' ? blocks : unfreeze
  if (embeddings && count < blocks) {
    throw new LastlayerError('usage', `Setting embeddings: needs every block unfrozen. Set unfreeze to all.`)
  }
  if (count <= blocks) return count
  throw new LastlayerError(
    'usage',
    `Setting unfreeze: ${unfreeze} is more than the ${blocks} blocks of the model. Use 0 to ${blocks}, or all.`,
  )
}
