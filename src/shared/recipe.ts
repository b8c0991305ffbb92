import { z } from 'zod'
import { chooseBy } from './choosing.ts'
import { datasetSettings, maxLength } from './dataset-settings.ts'
import { describeZodError, LastlayerError } from './errors.ts'
import { pathTo } from './named-paths.ts'
import { usualRate } from './search.ts'
import { schemasOf } from './schema-table.ts'
import type { Setting } from './recipe-setting.ts'

/** Where the features of the frozen trunk are stored: two or four bytes a number. */
export const precision = z.enum(['float16', 'float32', 'int8'])
export type Precision = z.infer<typeof precision>

/**
 * What runs the frozen part; `auto` is TensorFlow where it has a GPU, else ONNX Runtime. `int8` is ONNX Runtime in 8-bit
 * whole numbers; the others compute in float32.
 */
export const trunkEngine = z.enum(['auto', 'onnxruntime', 'int8', 'tensorflow'])
export type TrunkEngine = z.infer<typeof trunkEngine>

const share = z.number().gt(0).lt(1)
const rate = z.number().gt(0).max(1)

/** How much a text of a label counts in the loss. */
const labelWeight = z.strictObject({ label: z.string().min(1), weight: z.number().gt(0).max(1000) })

/** Every setting, in the order in which it is shown. The flags, the window's form and the comparison are made of this. */
export const settings = {
  ...datasetSettings,
  model: {
    schema: pathTo('read').min(1),
    title: 'Model',
    group: 'model',
    flag: '--model <model>',
    sentence: 'Folder of a pretrained model, a classifier or a run',
    flagSentence: 'What to train: a model or run folder, the name of a downloaded model or of a run, or bundled',
  },
  unfreeze: {
    schema: z.union([z.int().min(0), z.literal('all')]).default(1),
    title: 'Blocks trained (K)',
    group: 'model',
    flag: '--unfreeze <blocks>',
    sentence: 'K: blocks to unfreeze from the top; 0 trains the head only',
  },
  embeddings: {
    schema: z.boolean().default(false),
    title: 'Embeddings trained',
    group: 'model',
    flag: '--embeddings',
    sentence: 'Unfreeze the embeddings too; needs every block unfrozen',
  },

  epochs: {
    schema: z.union([z.int().min(1).max(1000), z.literal('auto')]).default(3),
    title: 'Epochs',
    group: 'training',
    flag: '--epochs <count>',
    sentence: 'Passes over the training texts; auto makes more of them over fewer texts',
    isCommon: true,
  },
  learningRate: {
    schema: z.union([rate, z.literal('auto')]).default(2e-5),
    title: 'Learning rate',
    group: 'training',
    flag: '--lr <rate>',
    sentence: `Peak rate of the blocks; auto begins at ${usualRate.toExponential()} and takes another only if it is clearly better on a validation part`,
    isCommon: true,
  },
  headLearningRate: {
    schema: rate.nullable().default(null),
    title: 'Learning rate of the head',
    group: 'training',
    flag: '--head-lr <rate>',
    sentence: 'Peak rate of the head, where it is not that of the blocks',
  },
  schedule: {
    schema: z.enum(['linear', 'cosine', 'constant']).default('linear'),
    title: 'Schedule',
    group: 'training',
    flag: '--schedule <form>',
    sentence: 'How the rate falls after the warm-up: to 0, or not at all',
  },
  batchSize: {
    schema: z.int().min(1).max(1024).default(16),
    title: 'Batch size',
    group: 'training',
    flag: '--batch <count>',
    sentence: 'Examples a step',
    isCommon: true,
  },
  warmup: {
    schema: z.number().min(0).lt(1).default(0),
    title: 'Warm-up',
    group: 'training',
    flag: '--warmup <share>',
    sentence: 'Share of the steps over which the rate first rises',
  },
  weightDecay: {
    schema: z.number().min(0).max(1).default(0.01),
    title: 'Weight decay',
    group: 'training',
    flag: '--weight-decay <rate>',
    sentence: 'AdamW decay, not on biases and layer norms',
  },
  clipNorm: {
    schema: z.number().gt(0).default(1),
    title: 'Gradient clipping',
    group: 'training',
    flag: '--clip <norm>',
    sentence: 'Largest global norm of the gradient',
  },
  dropout: {
    schema: z.number().min(0).lt(1).nullable().default(null),
    title: 'Dropout',
    group: 'training',
    flag: '--dropout <rate>',
    sentence: "One rate for every dropout (the model's own)",
  },
  head: {
    schema: z.enum(['auto', 'new']).default('auto'),
    title: 'Head',
    group: 'training',
    flag: '--head <start>',
    sentence: 'auto goes on from the head of a classifier that knows these labels; new never does',
  },
  seed: {
    schema: z.int().min(0).max(0xffffffff).default(42),
    title: 'Seed',
    group: 'training',
    flag: '--seed <number>',
    sentence: 'Seed of splits, head, order and dropout',
  },
  splitSeed: {
    schema: z.int().min(0).max(0xffffffff).nullable().default(null),
    title: 'Seed of splits',
    group: 'texts',
    flag: '--split-seed <number>',
    sentence: 'Seed of the parts of the dataset alone, where it is not the seed of all',
  },

  maxLength: {
    schema: maxLength.default(256),
    title: 'Maximum length',
    group: 'texts',
    flag: '--max-length <tokens>',
    sentence: 'Tokens a text; what is longer loses its end',
    isCommon: true,
  },
  fitLength: {
    schema: z.boolean().default(false),
    title: 'Fit the length',
    group: 'texts',
    flag: '--fit-length',
    sentence: 'Raises the maximum length, as far as the model reads, until nearly no text loses its end',
  },
  classWeights: {
    schema: z.enum(['none', 'balanced']).default('none'),
    title: 'Class weights',
    group: 'labels',
    flag: '--class-weights <kind>',
    sentence: 'balanced counts a text of a rare label for more, as scikit-learn does',
  },
  labelWeights: {
    schema: z.array(labelWeight).default([]),
    title: 'Weights by hand',
    group: 'data',
    flag: null,
    sentence: 'How much a text of a label counts; 1 for the labels that are not named',
  },
  balancedBatches: {
    schema: z.boolean().default(false),
    title: 'Balanced batches',
    group: 'labels',
    flag: '--balanced-batches',
    sentence: 'Draws texts of every label equally often; those of rare labels come again',
  },
  focal: {
    schema: z.number().min(0).max(10).default(0),
    title: 'Focal loss',
    group: 'labels',
    flag: '--focal <gamma>',
    sentence: 'How much texts that are answered well already count for less; 0 for plain cross-entropy',
  },

  smallRun: {
    schema: z.boolean().default(false),
    title: 'Small run',
    group: 'texts',
    flag: '--small-run',
    sentence: 'At most 4,000 training and 2,000 test examples, balanced',
    isCommon: true,
  },
  testShare: {
    schema: share.default(0.2),
    title: 'Test share',
    group: 'texts',
    flag: '--test-share <share>',
    sentence: 'Share set aside for testing where the dataset has no test part',
  },
  precision: {
    schema: precision.default('float16'),
    title: 'Feature precision',
    group: 'texts',
    flag: '--precision <type>',
    sentence: 'Precision of the cached features; int8 takes half of the disk that float16 does, and is less exact',
  },
  trunk: {
    schema: trunkEngine.default('auto'),
    title: 'Engine of the frozen part',
    group: 'texts',
    flag: '--trunk <engine>',
    sentence: 'auto is TensorFlow on a GPU, else ONNX Runtime; int8 is faster on a processor, and less exact',
    flagSentence:
      'Engine of the frozen part: auto is TensorFlow on a GPU, else ONNX Runtime; int8 is faster on a processor, and less exact',
  },

  keep: {
    schema: z.enum(['last', 'best', 'mean']).default('last'),
    title: 'Epoch to keep',
    group: 'choosing',
    flag: '--keep <epoch>',
    sentence: 'Which weights are saved: best and mean, from the epoch before the best on, need a validation part',
  },
  patience: {
    schema: z.int().min(0).default(0),
    title: 'Patience',
    group: 'choosing',
    flag: '--patience <epochs>',
    sentence: 'Stop after so many epochs that validate no better; 0 never',
  },
  chooseBy: {
    schema: chooseBy.default('loss'),
    title: 'Choose by',
    group: 'choosing',
    flag: '--choose-by <figure>',
    sentence: 'What the validation part is judged by',
  },
  refit: {
    schema: z.boolean().default(false),
    title: 'Train again on all',
    group: 'choosing',
    flag: '--refit',
    sentence:
      'With best or mean: once the epochs are chosen, trains as long on all training texts, validation part included',
  },
  validationShare: {
    schema: share.default(0.1),
    title: 'Validation share',
    group: 'choosing',
    flag: '--validation-share <share>',
    sentence: 'Share of the training texts that chooses, with best or patience',
  },
} as const satisfies Readonly<Record<string, Setting>>

/**
 * The recipe of a run: every setting, its bounds and its default. One flat object; unknown keys are refused.
 * The defaults are those of the method: last block and head, 3 epochs at 2e-5.
 */
export const recipe = z.strictObject(schemasOf(settings))
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
export function needsValidation(recipe: Pick<Recipe, 'keep' | 'patience' | 'learningRate'>): boolean {
  return recipe.keep !== 'last' || recipe.patience > 0 || recipe.learningRate === 'auto'
}

/** What a training is over: its training texts and their labels. */
export interface TrainingSize {
  readonly texts: number
  readonly labels: number
}

/** Steps of a training that learns enough, also for each of many labels, and the passes that this may take. */
const enough = { steps: 400, stepsPerLabel: 25, least: 4, most: 20 }

/** The epochs of a training of this size, as a number. */
export function epochsFor(
  { epochs, batchSize }: Pick<Recipe, 'epochs' | 'batchSize'>,
  { texts, labels }: TrainingSize,
): number {
  if (epochs !== 'auto') return epochs
  const stepsPerEpoch = Math.max(1, Math.ceil(texts / batchSize))
  const steps = Math.max(enough.steps, enough.stepsPerLabel * labels)
  return Math.min(enough.most, Math.max(enough.least, Math.ceil(steps / stepsPerEpoch)))
}
