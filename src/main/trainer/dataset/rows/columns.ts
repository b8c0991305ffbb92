import { LastlayerError } from '../../../../shared/errors.ts'
import { firstRows, type Table } from '../formats/table.ts'

const textNames = [
  ...[
    'text',
    'review',
    'review_text',
    'reviewtext',
    'sentence',
    'content',
    'body',
    'comment',
    'comment_text',
    'message',
  ],
  ...['document', 'tweet', 'post', 'utterance', 'query', 'question', 'article', 'description', 'abstract', 'summary'],
  ...['headline', 'title', 'input', 'sms'],
]
const labelNames = [
  ...['label', 'labels', 'sentiment', 'class', 'category', 'target', 'label_text', 'class_label', 'class index'],
  ...['label_name', 'intent', 'topic', 'emotion', 'polarity', 'rating', 'stars', 'score', 'genre', 'language', 'lang'],
  ...['output', 'y'],
]

const looked = 50

export interface Columns {
  readonly text: string
  readonly label: string
}

/**
 * Settles which columns hold the text and the label: those asked for, else by their names, else by their first rows.
 * @throws LastlayerError `dataset` if one asked for is not there, or none can be told.
 */
export async function chooseColumns(table: Table, text: string | null, label: string | null): Promise<Columns> {
  const asked = { text: askedFor(table, text, 'text'), label: askedFor(table, label, 'label') }
  const byName = {
    text: asked.text ?? named(table, textNames, asked.label),
    label: asked.label ?? named(table, labelNames, asked.text),
  }
  const { text: textColumn, label: labelColumn } =
    byName.text !== null && byName.label !== null ? byName : await byRows(table, byName)
  if (textColumn === null || labelColumn === null) {
    const missing = textColumn === null ? 'text' : 'label'
    throw new LastlayerError(
      'dataset',
      `Cannot tell which column of ${table.path} is the ${missing}: ${choices(table)}.`,
    )
  }
  if (textColumn === labelColumn) {
    throw new LastlayerError('dataset', `Column "${textColumn}" of ${table.path} cannot be both: ${choices(table)}.`)
  }
  return { text: textColumn, label: labelColumn }
}

/**
 * Checks that another file of the same dataset has the columns too.
 * @throws LastlayerError `dataset` if one is missing.
 */
export function requireColumns(table: Table, { text, label }: Columns): void {
  for (const [column, kind] of [[text, 'text'] as const, [label, 'label'] as const]) {
    if (!table.columns.includes(column)) throw missing(table, column, kind)
  }
}

function askedFor(table: Table, column: string | null, kind: 'text' | 'label'): string | null {
  if (column === null) return null
  const wanted = column.trim()
  const found =
    table.columns.find((name) => name === wanted) ??
    table.columns.find((name) => name.toLowerCase() === wanted.toLowerCase())
  if (found === undefined) throw missing(table, column, kind)
  return found
}

function missing(table: Table, column: string, kind: 'text' | 'label'): LastlayerError {
  return new LastlayerError('dataset', `${table.path} has no ${kind} column "${column}": ${choices(table)}.`)
}

function choices({ columns }: Table): string {
  const some = columns.slice(0, 20).map((name) => JSON.stringify(name))
  return `choose among its columns ${some.join(', ')}${columns.length > some.length ? ', …' : ''}`
}

function named({ columns }: Table, names: readonly string[], taken: string | null): string | null {
  for (const name of names) {
    const found = columns.find((column) => column.trim().toLowerCase() === name && column !== taken)
    if (found !== undefined) return found
  }
  return null
}

/** The label is the column with the fewest different short values; the text is the longest of the others. */
async function byRows(
  table: Table,
  known: { text: string | null; label: string | null },
): Promise<{ text: string | null; label: string | null }> {
  const rows = await firstRows(table, table.columns, looked)
  const shapes = table.columns.map((column, i) => {
    const values = rows.map((row) => (typeof row[i] === 'object' ? '' : String(row[i] ?? '').trim()))
    const filled = values.filter((value) => value !== '')
    const length = filled.reduce((sum, value) => sum + value.length, 0) / Math.max(filled.length, 1)
    return { column, length, different: new Set(filled).size }
  })
  const longest = shapes
    .filter(({ column, different }) => column !== known.label && different > 0)
    .sort((a, b) => b.length - a.length)
  const text = known.text ?? longest.at(0)?.column ?? null
  const fewest = shapes
    .filter(({ column, different, length }) => column !== text && different > 1 && length <= 50)
    .filter(({ different }) => different <= Math.max(2, rows.length / 2))
    .sort((a, b) => a.different - b.different)
  return { text, label: known.label ?? fewest.at(0)?.column ?? null }
}
