import { join, say, type Said } from '../../../../shared/said.ts'
import type { Table } from '../formats/table.ts'
import { guessText } from '../rows/column-guess.ts'
import { profileColumns } from '../rows/column-values.ts'
import { askedAsTrained, type TrainedColumns } from '../rows/columns.ts'
import { listedColumns, findColumn, parseTextColumns, type TextColumns } from '../rows/text-template.ts'

/** The columns of the texts, or null where nobody can tell; and what that rests on, where it is a guess. */
export interface FoundText {
  /** As --text-column takes it. */
  readonly spec: string
  readonly text: TextColumns | null
  readonly why: Said
}

/**
 * Finds the columns of the texts: those asked for, else those that the model was trained on, else the only one, else the
 * one that training would take.
 * @throws LastlayerError `dataset` if one asked for is not there
 */
export async function findText(
  table: Table,
  asked: string | null,
  trained: TrainedColumns,
  signal: AbortSignal,
): Promise<FoundText> {
  const { columns, path } = table
  const found = (spec: string, why: Said = ''): FoundText => ({
    spec,
    text: parseTextColumns(spec, columns, path),
    why,
  })
  const own = askedAsTrained({ textColumn: asked, labelColumn: null }, trained, table)
  if (own.textColumn !== null) return found(own.textColumn)
  const label = own.labelColumn === null ? null : findColumn(own.labelColumn, columns)
  const others = columns.filter((column) => column !== label)
  const [only] = others
  if (only !== undefined && others.length === 1) return found(only)
  const { profiles } = await profileColumns([table], columns, signal)
  const { column, why, candidates } = guessText(others, profiles)
  const [second] = candidates.filter((one) => one !== column && profiles.get(one)?.isText === true)
  const other = say('It might also be "{{column}}" (--text-column).', { column: second ?? '' })
  if (column !== null) return found(column, second === undefined ? why : join([why, other]))
  const asking = say(
    'Cannot tell which column of {{path}} is the text: {{why}} Please choose among its columns {{columns}} (--text-column).',
    { path, why, columns: listedColumns(columns) },
  )
  return { spec: '', text: null, why: asking }
}
