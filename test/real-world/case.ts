import type { RecipeInput } from '../../src/shared/recipe.ts'
import type { Tree } from './play/lay-out.ts'
import type { ModelName } from './play/models.ts'

// Files as they are met out there, told in public reports, tutorials and the pages of data sets, and what is right for
// each: a row has an input, what is done with it, and the outcome. The inputs are small files of our own with the shape of
// what was reported. Those that a checkout keeps as they are lie in inputs/; folders of many texts, links, long and odd
// names, and the models, which all come from one base, are written when a row is played. The first letter of a row's
// number says what it is about: A encodings, B tables, C labels and parts, D columns, E JSON, F Parquet and Arrow,
// G archives and workbooks, H folders, I texts, J questions, K models, U the rest.

/** Settings of the recipe that a row is played with; the others are at their defaults. */
export type Settings = Partial<Omit<RecipeInput, 'dataset' | 'model'>>

/** A file or folder below inputs/, or one that is written when the row is played. */
export type Input = string | { readonly tree: Tree; readonly open?: string }

/** A label and how many texts have it, in all parts together. */
export type Class = readonly [label: string, texts: number]

/** What a dataset is read as. What is not named may be anything. */
export interface Reading {
  /** The columns that were used. */
  readonly text?: string
  readonly label?: string
  /** In the order of the classes. */
  readonly labels?: readonly Class[]
  /** How many labels there are, where their spelling is free. */
  readonly classes?: number
  /** Texts of each part. */
  readonly parts?: Readonly<Partial<Record<'train' | 'validation' | 'test', number>>>
  /** Rows that were left out, and the reason of one of them. */
  readonly leftOut?: number
  readonly because?: RegExp
  /** Each is said by one of the findings. */
  readonly says?: readonly RegExp[]
  /** None of the findings says this. */
  readonly silent?: RegExp
}

/** The one sentence of a refusal. */
export interface Refusal {
  readonly refused: RegExp
}

/** What was answered. */
export interface Answers {
  /** How many texts got an answer. */
  readonly answers?: number
  /** The probability of the model's second label, a text, to four places. */
  readonly probs?: readonly number[]
  /** Files that could not be read. */
  readonly unreadable?: number
}

export interface Figures {
  readonly examples: number
  readonly accuracy?: number
  /** Null is a dash. */
  readonly rocAuc?: null
}

export interface Finetuned {
  /** Of the run's model, by its class numbers. */
  readonly labels: readonly string[]
  /** Each is said by one of the run's notices. */
  readonly says?: readonly RegExp[]
}

export interface Printed {
  /** What is said on standard output, on standard error or by the error: every one of these. */
  readonly says: readonly RegExp[]
}

interface Row {
  /** As in the table of cases that was tried. */
  readonly id: string
  readonly what: string
}

/** Of several outcomes each is right. */
type Right<Outcome> = Outcome | Refusal | readonly (Outcome | Refusal)[]

export interface Inspecting extends Row {
  readonly does?: 'inspect'
  readonly input: Input
  readonly settings?: Settings
  readonly right: Right<Reading>
}

export interface Finetuning extends Row {
  readonly does: 'finetune'
  readonly input: Input
  readonly settings?: Settings
  readonly model?: ModelName
  readonly right: Right<Finetuned>
}

export interface Predicting extends Row {
  readonly does: 'predict'
  readonly model?: ModelName
  /** Fine-tunes first, and asks the run. */
  readonly run?: Run
  readonly texts?: readonly string[]
  readonly files?: readonly Input[]
  readonly right: Right<Answers>
}

export interface Evaluating extends Row {
  readonly does: 'evaluate'
  readonly model?: ModelName
  readonly run?: Run
  readonly input: Input
  readonly settings?: Settings
  readonly right: Right<Figures>
}

export interface Exporting extends Row {
  readonly does: 'export'
  readonly model?: ModelName
  readonly run?: Run
  /** Name of the folder that is written. */
  readonly out: string
  readonly right: Right<Answers>
}

/**
 * A line of the command line; FILE(…) of an argument is the path of an input, NEW(…) that of a file that is written when
 * the row is played, MODEL a classifier, RUN a run.
 */
export interface Commanding extends Row {
  readonly does: 'command'
  readonly args: readonly string[]
  /** What is written for NEW(…). */
  readonly written?: Tree
  readonly run?: Run
  /** A file below inputs/. */
  readonly standardInput?: string
  readonly right: Right<Printed>
}

/** A run of one epoch. */
export interface Run {
  readonly input: Input
  readonly settings?: Settings
  /** Name of the run's folder. */
  readonly out?: string
}

export type Case = Inspecting | Finetuning | Predicting | Evaluating | Exporting | Commanding

/** The labels of most inputs. */
export const halves: readonly Class[] = [
  ['neg', 30],
  ['pos', 30],
]

/** The labels of a table of forty reviews. */
export const twenty: readonly Class[] = [
  ['neg', 20],
  ['pos', 20],
]
