import { z } from 'zod'
import { datasetSummary } from './dataset-summary.ts'
import { errorMessage } from './errors.ts'
import { metrics, metricsInShort } from './figures.ts'
import { calibration } from './calibration.ts'
import { recipe } from './recipe.ts'
import { search, trial } from './search.ts'
import { yardstick } from './yardsticks.ts'

export const device = z.object({
  backend: z.enum(['tensorflow', 'wasm']),
  device: z.enum(['cpu', 'gpu']),
  why: z.string(),
  /** Of Lastlayer, of TensorFlow or TensorFlow.js, and of ONNX Runtime; runs of earlier versions do not say. */
  versions: z.object({ lastlayer: z.string(), tensorflow: z.string(), onnxruntime: z.string() }).optional(),
})
export type Device = z.infer<typeof device>

/** The stages of a run, in order. `baseline` and `evaluating` are the same act before and after training. */
export const phase = z.enum([
  'reading',
  'features',
  'search',
  'baseline',
  'training',
  'evaluating',
  'refit',
  'yardsticks',
  'saving',
])
export type Phase = z.infer<typeof phase>

export const evaluation = z.object({
  /** 0 is the baseline: the fresh head before any step. */
  epoch: z.int().min(0),
  trainLoss: z.number().nullable(),
  test: metricsInShort,
  validation: metricsInShort.nullable(),
  /** The validation loss at its best temperature, where it chooses the epoch; null elsewhere, and in earlier logs. */
  calibratedLoss: z.number().nullable().default(null),
})
export type Evaluation = z.infer<typeof evaluation>

export const featureReport = z.object({ seconds: z.number(), computed: z.int(), fromCache: z.int() })
export type FeatureReport = z.infer<typeof featureReport>

/** What a finished run did and found: the run folder's report.json. */
export const runReport = z.object({
  run: z.string(),
  device,
  before: metricsInShort,
  epochs: z.array(evaluation),
  after: metrics,
  /** The epoch whose weights were saved. */
  savedEpoch: z.int(),
  /** The first and the last epoch whose weights were averaged; null where those of one epoch were saved. */
  averaged: z.tuple([z.int(), z.int()]).nullable().default(null),
  /** Whether they were then trained anew on all training texts, the validation part among them. */
  isRefit: z.boolean().default(false),
  /** What the chosen weights, before they were trained anew, make of the validation texts; null without any, and in older reports. */
  savedValidation: metricsInShort.nullable().default(null),
  /** Their validation loss at its best temperature; null too in older reports. */
  savedCalibratedLoss: z.number().nullable().default(null),
  /** How the rates were found; null where the recipe gives them. */
  search: search.nullable().default(null),
  /** How often the rates were halved on the way, as the numbers had left their range. */
  halvings: z.int().default(0),
  /** What else could be had of these texts, and what of it is chance; none in older reports. */
  yardsticks: z.array(yardstick).default([]),
  calibration: calibration.nullable().default(null),
  trainableParameters: z.int(),
  truncated: z.int(),
  features: featureReport,
  seconds: z.number(),
  /** Millions of bytes. */
  peakMemoryMB: z.number(),
})
export type RunReport = z.infer<typeof runReport>

const happening = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    run: z.string(),
    recipe,
    device,
    blocks: z.int(),
    trainableParameters: z.int(),
  }),
  z.object({ kind: z.literal('dataset'), summary: datasetSummary }),
  /** `done` rises to `total`; `unit` is what is counted. */
  z.object({ kind: z.literal('progress'), phase, done: z.number(), total: z.number(), unit: z.string() }),
  z.object({
    kind: z.literal('step'),
    step: z.int().min(1),
    steps: z.int().min(1),
    epoch: z.int().min(1),
    loss: z.number(),
    learningRate: z.number(),
    gradientNorm: z.number(),
  }),
  z.object({ kind: z.literal('evaluated'), evaluation }),
  /** Rates that were tried. */
  z.object({ kind: z.literal('tried'), trial }),
  /** A sentence that the person should see: texts truncated, a slower backend, features reused. */
  z.object({ kind: z.literal('notice'), message: z.string() }),
  /** The person holds the run up; or what is the reason, which the run waits out. */
  z.object({ kind: z.literal('paused'), reason: z.string().optional() }),
  /** It goes on after so many steps: from a pause, or from a checkpoint. Later steps that were told before do not count. */
  z.object({ kind: z.literal('resumed'), step: z.int().min(0) }),
  z.object({ kind: z.literal('finished'), report: runReport }),
  z.object({ kind: z.literal('failed'), error: errorMessage }),
])

/** What happens in a run; exactly one `finished` or `failed` (a cancelled run fails with code `cancelled`) comes last. */
export type Happening = z.infer<typeof happening>

/** A happening as it is logged in events.jsonl and sent: `seq` rises by one from 1, `time` is milliseconds since 1970. */
export const runEvent = z.intersection(z.object({ seq: z.int().min(1), time: z.number() }), happening)
export type RunEvent = z.infer<typeof runEvent>
