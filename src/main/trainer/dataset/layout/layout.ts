import type { FileForm } from '../../../../shared/dataset-forms.ts'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { join, type Said } from '../../../../shared/said.ts'

/** A part of the dataset; null where Lastlayer has to make the parts itself. */
export type Part = Split | null

/** How unsure a file's being a text may be: 1 is .txt, 2 is told by its content, 3 may even be a program. */
export type Rank = 1 | 2 | 3

/** A folder whose texts, at any depth, have one label. */
export interface LabelFolder {
  readonly folder: string
  readonly label: string
  readonly split: Part
  readonly rank: Rank
}

export interface TableFile {
  readonly path: string
  readonly form: FileForm
  readonly split: Part
  /** What its name says, which may be a label: pos of pos.csv and of train_pos.csv. */
  readonly subject: string
}

/** The tables of a dataset: first those of the training part, by name. */
export interface TablesLayout {
  readonly kind: 'tables'
  readonly files: readonly TableFile[]
  /** Where the labels are: in a column, in the files' names, or there only if the tables have one column. */
  readonly labels: 'column' | 'names' | 'names if alone'
  readonly findings: readonly FindingInput[]
}

export interface FoldersLayout {
  readonly kind: 'folders'
  readonly folders: readonly LabelFolder[]
  readonly findings: readonly FindingInput[]
}

/** How a dataset lies on disk. Paths are in reading order. */
export type Layout = FoldersLayout | TablesLayout

/** A few names, as a sentence has them. */
export function shortList(names: readonly string[], most = 5): Said {
  return join(names.length > most ? [...names.slice(0, most), '…'] : names, ', ')
}
