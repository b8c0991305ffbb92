import { LastlayerError } from '../../../../shared/errors.ts'
import type { Table } from '../formats/table.ts'
import { columnsAsTrained } from '../rows/trained-columns.ts'

/** The column that holds the texts, or null where nobody can tell; and what that rests on, where it is a guess. */
export interface FoundColumn {
  readonly column: string | null
  readonly why: string
}

const names = ['text', 'review', 'sentence', 'content', 'body', 'comment', 'message', 'document', 'tweet', 'title']

/**
 * Finds the column of the texts: the one asked for, else the one that the model was trained on, else the only one, else
 * one that is named as texts are.
 * @throws LastlayerError `dataset` if the one asked for is not there
 */
export async function findTextColumn(
  table: Table,
  asked: string | null,
  trained: { readonly text: string; readonly label: string } | null,
): Promise<FoundColumn> {
  const { columns, path } = table
  const nameOf = (column: string) => columns.find((name) => name.trim().toLowerCase() === column.trim().toLowerCase())
  const choices = `choose among its columns ${columns
    .slice(0, 20)
    .map((name) => JSON.stringify(name))
    .join(', ')}`
  if (asked !== null) {
    const column = nameOf(asked)
    if (column !== undefined) return { column, why: '' }
    throw new LastlayerError('dataset', `${path} has no text column "${asked}": ${choices}.`)
  }
  const own = trained === null ? null : columnsAsTrained({ text: null, label: null }, trained, columns).text
  if (own !== null) return { column: nameOf(own) ?? null, why: '' }
  if (columns.length === 1) return { column: columns[0] ?? null, why: '' }
  const named = names.map(nameOf).find((column) => column !== undefined)
  if (named !== undefined) return { column: named, why: `The texts are taken from "${named}", by its name.` }
  return { column: null, why: `Cannot tell which column of ${path} is the text: ${choices} (--text-column).` }
}
