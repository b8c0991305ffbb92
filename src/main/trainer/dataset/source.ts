import { resolve } from 'node:path'
import type { DatasetForm } from '../../../shared/dataset-forms.ts'
import type { DatasetChoice } from '../../../shared/dataset-settings.ts'
import type { DatasetSummary, FindingInput } from '../../../shared/dataset-summary.ts'
import { isSampleName } from '../../../shared/samples.ts'
import { encodingOfTexts } from './bytes/document.ts'
import { encodingNamed } from './bytes/encoding.ts'
import { readFolders, textFilesOf } from './formats/folders.ts'
import { findLayout } from './layout/layout.ts'
import type { SourceItem } from './rows/row.ts'
import { openSample } from './formats/samples.ts'
import { openTables, readTables } from './formats/tables.ts'
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
  /** What opening it took for granted. */
  readonly findings: readonly FindingInput[]
  /** @throws LastlayerError `dataset` if a file cannot be read any more, `cancelled` once the signal is aborted. */
  items(signal?: AbortSignal): AsyncIterable<SourceItem>
}

/**
 * Finds out what a dataset is and opens it.
 * @throws LastlayerError `dataset`, naming the path and what to do.
 */
export async function openDataset(choice: DatasetChoice): Promise<DatasetSource> {
  const { dataset, stripHtml } = choice
  const plain = { columns: null, classes: null, findings: [] }
  if (isSampleName(dataset)) {
    return { source: dataset, ...plain, form: 'sample', items: openSample(dataset, stripHtml) }
  }
  const source = resolve(dataset)
  const layout = await findLayout(source)
  if (layout.kind === 'folders') {
    const asked = choice.encoding === null ? null : encodingNamed(choice.encoding)
    const told = asked === null ? await encodingOfTexts(await textFilesOf(layout)) : null
    const legacy = asked ?? told?.used ?? 'utf-8'
    const items = (signal?: AbortSignal) => readFolders(source, layout, stripHtml, legacy, signal)
    return { ...plain, source, form: 'folders', findings: told?.findings ?? [], items }
  }
  const open = await openTables(layout, choice)
  const columns = { all: [...open.all], ...open.columns }
  const classes = at(open.tables, 0).table.classes?.get(open.columns.label) ?? null
  const items = (signal?: AbortSignal) => readTables(source, open, stripHtml, signal)
  return { source, form: layout.form, columns, classes, findings: open.findings, items }
}
