import { resolve } from 'node:path'
import type { DatasetForm } from '../../../shared/dataset-forms.ts'
import type { DatasetSummary } from '../../../shared/dataset-summary.ts'
import { isSampleName } from '../../../shared/samples.ts'
import { readFolders } from './formats/folders.ts'
import { findLayout } from './layout.ts'
import type { SourceItem } from './rows/row.ts'
import { openSample } from './formats/samples.ts'
import { openTables, readTables } from './formats/tables.ts'

export type { SourceItem } from './rows/row.ts'

export interface DatasetChoice {
  /** A folder, a table file, or a sample. */
  readonly dataset: string
  /** Tables only; null has them guessed. */
  readonly textColumn: string | null
  readonly labelColumn: string | null
  readonly stripHtml: boolean
}

/** A dataset of any form as one stream of rows, always in the same order; it may be read many times. */
export interface DatasetSource {
  /** The absolute path, or the name of the sample. */
  readonly source: string
  readonly form: DatasetForm
  readonly columns: DatasetSummary['columns']
  /** @throws LastlayerError `dataset` if a file cannot be read any more, `cancelled` once the signal is aborted. */
  items(signal?: AbortSignal): AsyncIterable<SourceItem>
}

/**
 * Finds out what a dataset is and opens it.
 * @throws LastlayerError `dataset`, naming the path and what to do.
 */
export async function openDataset(choice: DatasetChoice): Promise<DatasetSource> {
  const { dataset, textColumn, labelColumn, stripHtml } = choice
  if (isSampleName(dataset)) {
    return { source: dataset, form: 'sample', columns: null, items: openSample(dataset, stripHtml) }
  }
  const source = resolve(dataset)
  const layout = await findLayout(source)
  if (layout.kind === 'folders') {
    const items = (signal?: AbortSignal) => readFolders(source, layout, stripHtml, signal)
    return { source, form: 'folders', columns: null, items }
  }
  const open = await openTables(layout, textColumn, labelColumn)
  const columns = { all: [...open.all], ...open.columns }
  return { source, form: layout.form, columns, items: (signal) => readTables(source, open, stripHtml, signal) }
}
