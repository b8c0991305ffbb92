import { z } from 'zod'
import { abstainBelow, abstention } from './abstention.ts'
import { datasetChoice, maxLength } from './dataset-settings.ts'
import { datasetSummary, lengthSummary, rejectedRow } from './dataset-summary.ts'
import { doctorReport } from './doctor-report.ts'
import { exportFormat } from './export-formats.ts'
import { exportProgress, exportProof } from './export-proof.ts'
import { fetchResult, shardPart, shardPlan, shardResult } from './feature-shards.ts'
import { explanation } from './explanation.ts'
import { majority } from './majority.ts'
import { pathTo } from './named-paths.ts'
import { readingProgress } from './reading-progress.ts'
import { recipe } from './recipe.ts'
import { metrics } from './figures.ts'
import { runComparison } from './run-comparison.ts'
import { writtenReport } from './report-facts.ts'
import { device, runReport } from './run-events.ts'
import { pageOfSuspects, suspectsPage } from './suspects.ts'
import { tableProgress, tableResult, textReading } from './table-answers.ts'
import { tablePreview } from './table-preview.ts'
import { answerPage, answerQuery } from './test-answers.ts'
import { measuredIntervals } from './yardsticks.ts'

/** Where Lastlayer keeps what is not the person's own: absolute folders. */
export const places = z.object({ runs: z.string(), cache: z.string(), models: z.string() })
export type Places = z.infer<typeof places>

/**
 * One classified text; `probs` are by class index. `truncated` says that its end was not read, `encoding` how a file was
 * read that is not UTF-8, `isEmail` that it is the text of an e-mail, `unknown` which share of its tokens the model does not know, where that is much.
 */
export const prediction = z.object({
  text: z.string(),
  file: z.string().nullable(),
  probs: z.array(z.number()),
  label: z.string(),
  /** It is less sure than the model was told to answer: the label is the likeliest all the same. */
  abstained: z.boolean(),
  tokens: z.int(),
  truncated: z.boolean(),
  encoding: z.string().optional(),
  isEmail: z.boolean().optional(),
  /** What kind of document the text was taken out of. */
  document: z.enum(['html', 'docx', 'pdf']).optional(),
  unknown: z.number().optional(),
  /** Of a truncated text: its tokens if all were read, and, of one that was typed, how many characters from its beginning were. */
  wholeTokens: z.int().optional(),
  readCharacters: z.int().optional(),
})
export type Prediction = z.infer<typeof prediction>

/** A model that can be fine-tuned (`labels` null) or can answer on the pad. */
export const modelChoice = z.object({
  path: z.string(),
  name: z.string(),
  family: z.string(),
  blocks: z.int(),
  dim: z.int(),
  parameters: z.int(),
  positions: z.int(),
  labels: z.array(z.string()).nullable(),
})
export type ModelChoice = z.infer<typeof modelChoice>

/** What config.json alone says of a model. */
export const modelConfig = modelChoice.pick({ family: true, blocks: true, dim: true, labels: true })
export type ModelConfig = z.infer<typeof modelConfig>

/** The beginning of a text with its label, drawn by a seed so that every label is there. */
const labelledText = z.object({ text: z.string(), label: z.string() })
const exampleSeed = z.int().min(0).max(0xffffffff)

/** What a run will take, from a short measurement on this machine. */
export const estimate = z.object({
  /** Of the whole run, unless it stops early. */
  seconds: z.number(),
  epochs: z.int(),
  /**
   * What it is made of, in seconds; of the epochs, one. What the cache holds takes none. `saving` is all that follows the
   * yardsticks' answers: their intervals, the model, the charts.
   */
  parts: z.object({
    reading: z.number(),
    features: z.number(),
    search: z.number(),
    baseline: z.number(),
    epoch: z.number(),
    refit: z.number(),
    yardsticks: z.number(),
    saving: z.number(),
  }),
  /** Millions of bytes, as is `diskMB`. */
  memoryMB: z.number(),
  diskMB: z.number(),
  device,
})
export type Estimate = z.infer<typeof estimate>

/** One depth of a comparison. */
export const comparedDepth = z.object({
  unfreeze: z.int().min(0),
  after: metrics,
  trainableParameters: z.int(),
  /** Of training and evaluating, without the features. */
  seconds: z.number(),
})
export type ComparedDepth = z.infer<typeof comparedDepth>

/**
 * What a host may ask of the trainer, and what it gets back: one table, from which both ends take their types.
 * Events of a fine-tuning, and the progress of a command that has any, arrive between the request and its result.
 */
export const commands = {
  finetune: {
    params: z.object({
      recipe,
      places,
      /** Run folder; null chooses one. */
      out: z.string().nullable(),
      /** Other depths K whose features are computed in the same pass, for runs that follow. */
      prepare: z.array(recipe.shape.unfreeze).optional(),
      /** Sentences of the host for the person, told as notices of the run. */
      notices: z.array(z.string()).optional(),
    }),
    result: runReport,
  },
  /** Goes on with a run that was broken off; its former events are told first, but of one that ran out of memory. */
  resume: {
    params: z.object({
      run: pathTo('read'),
      places,
      notices: z.array(z.string()).optional(),
      /** Whether it has just run out of memory: it is trained in smaller slices of a batch, and its events go on. */
      lacksMemory: z.boolean().optional(),
    }),
    result: runReport,
  },
  predict: {
    params: z.object({
      model: pathTo('read'),
      texts: z.array(z.string()),
      files: z.array(pathTo('read')),
      /** Of the files; null or none has it told by what they hold. */
      encoding: textReading.shape.encoding.optional(),
      /** In place of what is kept with the model, as in `predictTable` and `evaluate`. */
      abstainBelow: abstainBelow.optional(),
    }),
    /**
     * Texts first, then files, in the order given; a file that cannot be read is rejected, the others go on. The labels
     * are the model's, by class index: as keys of an object some would be lost, such as __proto__.
     */
    result: z.object({
      labels: z.array(z.string()),
      predictions: z.array(prediction),
      rejected: z.array(rejectedRow),
    }),
  },
  /** Which words of a text mattered for its likeliest label. */
  explain: {
    params: z.object({ model: pathTo('read'), text: z.string().max(100_000) }),
    result: explanation,
  },
  /** Texts that are rows of a table, lines, or the files of a folder; its answers arrive before its result. */
  predictTable: {
    params: z.object({
      model: pathTo('read'),
      path: pathTo('read'),
      reading: textReading,
      abstainBelow: abstainBelow.optional(),
      /** Whether objects of JSON come as they are written, too. */
      withOwn: z.boolean().optional(),
    }),
    result: tableResult,
    progress: tableProgress,
  },
  evaluate: {
    params: z.object({ model: pathTo('read'), choice: datasetChoice, abstainBelow: abstainBelow.optional() }),
    /** `notes`: sentences for the person, of how the dataset was read. */
    result: z.object({
      source: z.string(),
      metrics,
      intervals: measuredIntervals,
      /** What always answering the commonest label of its own texts is worth; null of a model that does not tell them. */
      majority: majority.nullable(),
      /** Null where the model answers every text. */
      abstention: abstention.nullable(),
      truncated: z.int(),
      notes: z.array(z.string()),
    }),
  },
  /** What the model of a run made of its test texts. */
  testAnswers: {
    params: z.object({ run: pathTo('read'), query: answerQuery }),
    result: answerPage,
  },
  /** The training texts of a run whose labels are probably wrong; looking for them the first time takes a while. */
  desk: {
    params: pageOfSuspects.extend({ run: pathTo('read'), places }),
    result: suspectsPage,
    progress: readingProgress,
  },
  inspect: {
    params: z.object({
      choice: datasetChoice,
      model: pathTo('read'),
      maxLength,
      /** Whether a run would raise it to what the texts need: what is told is then told of that length. */
      fitLength: z.boolean().optional(),
      exampleSeed: exampleSeed.optional(),
    }),
    result: z.object({ summary: datasetSummary, lengths: lengthSummary, examples: z.array(labelledText) }),
    progress: readingProgress,
  },
  /** Other examples of a dataset, without the lengths of its texts. */
  drawExamples: {
    params: z.object({ choice: datasetChoice, exampleSeed }),
    result: z.object({ examples: z.array(labelledText) }),
    progress: readingProgress,
  },
  /** How a dataset's tables would be read, from their beginnings and without a guess being final; null for other datasets. */
  preview: {
    params: z.object({ choice: datasetChoice }),
    result: z.object({ table: tablePreview.nullable() }),
  },
  describe: {
    params: z.object({ path: pathTo('read') }),
    result: modelChoice,
  },
  /** What a model's config.json says that is no file yet: its text, and what errors call it. */
  describeConfig: {
    params: z.object({ text: z.string(), name: z.string() }),
    result: modelConfig,
  },
  export: {
    params: z.object({ model: pathTo('read'), format: exportFormat, destination: pathTo('write') }),
    result: exportProof,
    progress: exportProgress,
  },
  /** Writes into a store what is to be computed of a dataset's features, and says how far it is. */
  planFeatures: {
    params: z.object({ recipe, store: pathTo('write') }),
    result: shardPlan,
    progress: readingProgress,
  },
  /** Computes some of the shards that a store lacks. */
  computeShards: {
    params: z.object({
      recipe,
      store: pathTo('write'),
      part: shardPart,
      /** The name of the plan that is meant: another model, version or dataset comes to another one, and is refused. */
      plan: z.string().optional(),
    }),
    result: shardResult,
    progress: readingProgress,
  },
  /** Copies a dataset's features from a store into the cache. */
  fetchFeatures: {
    params: z.object({ recipe, store: pathTo('write'), places }),
    result: fetchResult,
    progress: readingProgress,
  },
  estimate: {
    params: z.object({ recipe, places }),
    result: estimate,
  },
  /** What the second of two runs, each a folder, gains over the first on the same test texts. */
  compareRuns: {
    params: z.object({ first: pathTo('read'), second: pathTo('read') }),
    result: runComparison,
  },
  /** A model card and a page that tell of a finished run; neither holds any of its texts. */
  report: { params: z.object({ run: pathTo('read') }), result: writtenReport },
  /** Draws finished runs at several depths side by side, as the PNG file `destination`. */
  drawComparison: {
    params: z.object({ depths: z.array(comparedDepth), destination: pathTo('write') }),
    result: z.object({}),
  },
  doctor: {
    /** `home` is the data folder, which holds native TensorFlow. */
    params: z.object({ home: z.string(), places }),
    result: doctorReport,
  },
} as const

export type Command = keyof typeof commands
export type Params<C extends Command> = z.infer<(typeof commands)[C]['params']>
export type Result<C extends Command> = z.infer<(typeof commands)[C]['result']>
export type ProgressOf<C extends Command> = (typeof commands)[C] extends { progress: infer P extends z.ZodType }
  ? z.infer<P>
  : never
