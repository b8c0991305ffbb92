import type { Evaluation } from '../../../shared/run-events.ts'
import type { Search } from '../../../shared/search.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import type { AdamW } from '../optimizer/adamw.ts'
import type { Rates } from '../optimizer/rates.ts'
import type { Tail } from '../tail/tail.ts'

export type Weights = ReadonlyMap<string, TrainedTensor>

/** What is remembered, between two epochs, of the weights that a training will leave behind. */
export interface KeptState {
  readonly best: { readonly epoch: number; readonly score: number } | null
  /** The epochs of the mean. */
  readonly epochs: { readonly first: number; readonly last: number }
  /** Of the epoch before the present one. */
  readonly previous: Weights | null
  /** Those of the best epoch, or the sum of those that are averaged. */
  readonly kept: Weights | null
}

/** Row-major [examples, labels]; null without a validation part. */
export interface Answers {
  readonly test: Float32Array
  readonly validation: Float32Array | null
}

/** How far a training has come in its epochs. */
export interface Place {
  /** The one that is under way, or comes next; 0 is the measurement before training. */
  readonly epoch: number
  /** Of that epoch: steps that are done, the texts in them, and the sum of their losses. */
  readonly steps: number
  readonly seen: number
  readonly lossSum: number
  /** Whether the last epoch is done. */
  readonly isOver: boolean
}

export const beginning: Place = { epoch: 0, steps: 0, seen: 0, lossSum: 0, isOver: false }

/**
 * What a training has found and come to, beside its weights. Orders and dropout are not in it: they are derived from the
 * seed, the epoch and the step.
 */
export interface Standing {
  readonly rates: Rates
  /** How those were found; null where the recipe gives them. */
  readonly search: Search | null
  readonly place: Place
  /** Texts in a slice of a batch; null while whole batches fit into memory. */
  readonly slice: number | null
  /** How often the rates were halved, as the numbers had left their range. */
  readonly halvings: number
  readonly evaluations: readonly Evaluation[]
  /** By epoch: before training, of the best epoch and of the last one. */
  readonly answers: ReadonlyMap<number, Answers>
  readonly kept: KeptState
}

/** The moments of AdamW by the names of their tensors. */
export type MomentValues = ReadonlyMap<string, { readonly first: Float32Array; readonly second: Float32Array }>

/** A standing with everything that was trained, as it was kept: from it a training goes on to the same end. */
export interface KeptStanding extends Standing {
  readonly step: number
  readonly weights: Weights
  readonly moments: MomentValues
}

/** A standing of a training that goes on. */
export interface LiveStanding extends Standing {
  readonly tail: Tail
  readonly optimizer: AdamW
}
