import type { DatasetChoice } from '../../../shared/dataset-settings.ts'
import type { TablePreview } from '../../../shared/table-preview.ts'
import type { Words } from '../../words/words.svelte.ts'

type Chosen = Pick<DatasetChoice, 'textColumn' | 'labelColumn'>

/** Whether a person must say which column is the text, or the label: it is not clear, and nobody has said it. */
export function unclear({ text, label }: TablePreview, chosen: Chosen): { text: boolean; label: boolean } {
  return {
    text: !text.isClear && chosen.textColumn === null,
    label: !label.isClear && chosen.labelColumn === null,
  }
}

/** What the person is asked before a table is read; null if nothing. */
export function questionOf(preview: TablePreview, chosen: Chosen): Words | null {
  const is = unclear(preview, chosen)
  if (is.text && is.label) return 'data.columns.which.both'
  if (is.text) return 'data.columns.which.text'
  return is.label ? 'data.columns.which.label' : null
}
