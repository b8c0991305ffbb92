import { resolve } from 'node:path'
import type { DatasetForm } from '../../../shared/dataset-forms.ts'
import type { DatasetChoice } from '../../../shared/dataset-settings.ts'
import type { DatasetSummary, FindingInput } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { isSampleName } from '../../../shared/samples.ts'
import { openFolders } from './formats/folders.ts'
import type { Labelling } from './labels/settle.ts'
import { findLayout } from './layout/find-layout.ts'
import type { SourceItem } from './rows/row.ts'
import { openSample } from './formats/samples.ts'
import { openTables, readTables, type TablesChoice } from './formats/tables.ts'
import { at } from '../../../shared/at.ts'

export type { SourceItem } from './rows/row.ts'

/** A dataset of any form as one stream of rows, always in the same order; it may be read many times. */
export interface DatasetSource {
  /** The absolute path, or the name of the sample. */
  readonly source: string
  readonly form: DatasetForm
  readonly columns: DatasetSummary['columns']
  /** The names of the classes in the dataset's own order, where it has one. */
  readonly classes: readonly string[] | null
  /** How its labels are to be read. */
  readonly labelling: Labelling
  /** What opening it took for granted. */
  readonly findings: readonly FindingInput[]
  /** @throws LastlayerError `dataset` if a file cannot be read any more, `cancelled` once the signal is aborted. */
  items(signal?: AbortSignal): AsyncIterable<SourceItem>
}

/**
 * Finds out what a dataset is and opens it.
 * @throws LastlayerError `dataset`, naming the path and what to do.
 */
export async function openDataset(choice: TablesChoice, signal?: AbortSignal): Promise<DatasetSource> {
  const { dataset, stripHtml, mergeCase, labelMap } = choice
  const labelling = { mergeCase, labelMap }
  const plain = { columns: null, classes: null, labelling, findings: [] }
  if (isSampleName(dataset)) {
    requireNoGroups(choice)
    return { source: dataset, ...plain, form: 'sample', items: openSample(dataset, stripHtml) }
  }
  const source = resolve(dataset)
  const layout = await findLayout(source, choice.separator)
  if (layout.kind === 'folders') {
    requireNoGroups(choice)
    return { ...plain, source, form: 'folders', ...(await openFolders(source, layout, choice)) }
  }
  const open = await openTables(layout, choice, signal)
  const columns = { all: [...open.all], ...open.columns }
  const classes = at(open.tables, 0).table.classes?.get(open.columns.label) ?? null
  const items = (signal?: AbortSignal) => readTables(source, open, choice, signal)
  return { source, form: at(layout.files, 0).form, columns, classes, labelling, findings: open.findings, items }
}

function requireNoGroups({ dataset, splitBy }: DatasetChoice): void {
  if (splitBy === null) return
  const message = `${dataset} has no columns: --split-by keeps rows of a table together by one of theirs.`
  throw new LastlayerError('dataset', message)
}
