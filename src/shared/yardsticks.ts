import { z } from 'zod'
import { metrics } from './figures.ts'

/** Both ends of a 95 % interval. */
export const interval = z.tuple([z.number(), z.number()])
export type Interval = z.infer<typeof interval>

/** The 95 % intervals of what a model was measured at: Wilson's of the accuracy, and by bootstrap that of macro F1. */
export const measuredIntervals = z.object({ accuracy: interval, macroF1: interval.nullable() })

const change = z.object({ difference: z.number(), interval })

/** What the second of two ways to answer gains over the first, on the same texts. */
export const pairedDifference = z.object({
  texts: z.int(),
  /** Texts that only the first, or only the second, has right. */
  onlyFirst: z.int(),
  onlySecond: z.int(),
  /** Of McNemar's exact test: the chance of so uneven a division of those, were both alike. */
  p: z.number(),
  accuracy: change,
  macroF1: change,
})
export type PairedDifference = z.infer<typeof pairedDifference>

/** What a result is held against, from the least to the most that can be had of the same training texts. */
export const yardstickNames = ['majority', 'words', 'untrained', 'frozen', 'tuned'] as const
export type YardstickName = (typeof yardstickNames)[number]

export const yardstickTitles: Readonly<Record<YardstickName, { readonly title: string; readonly sentence: string }>> = {
  majority: {
    title: 'Commonest label',
    sentence: 'Every text gets the label that is commonest among the training and validation texts.',
  },
  words: { title: 'Words alone', sentence: 'TF-IDF of words and pairs of words, with logistic regression.' },
  untrained: { title: 'Before training', sentence: 'The pretrained model with a new head.' },
  frozen: {
    title: 'Frozen backbone',
    sentence: 'Logistic regression on what the pretrained model makes of a text (K = 0).',
  },
  tuned: { title: 'Fine-tuned', sentence: 'The model that was saved.' },
}

/** One way to answer, measured on the test texts of a run. */
export const yardstick = z.object({
  name: z.enum(yardstickNames),
  metrics,
  /** Wilson's interval of the share of right answers. */
  accuracy: interval,
  /** By bootstrap over the test texts; null where macro F1 is. */
  macroF1: interval.nullable(),
  /** Training texts that it learned from: of very many, some drawn by seed. */
  trainedOn: z.int(),
  /** What the fine-tuned model gains over it; null for that model. */
  gain: pairedDifference.nullable(),
  /** What it took to train and to answer. */
  seconds: z.number(),
})
export type Yardstick = z.infer<typeof yardstick>
