import { missingWords } from '../dataset/rows/missing.ts'
import { readTextColumns } from '../dataset/rows/text-template.ts'

/** For a model whose texts were joined of several columns: how Python joins them, as a function of a table's row. */
export function joinedInPython(textColumns: string | null): string {
  if (textColumns === null) return ''
  const { start, pieces, end } = literals(textColumns)
  return `

# The texts of the training were joined of columns. This joins them for a row (a dict) of a table.
def joined(row):
    text = ""
    for before, column in ${pieces}:
        cell = str(row.get(column, "")).strip()
        if cell not in ${JSON.stringify(missingWords)}:
            text += (before if text else "") + cell
    return ${start} + text + ${end} if text else ""
`
}

/** The same for JavaScript. */
export function joinedInJavaScript(textColumns: string | null): string {
  if (textColumns === null) return ''
  const { start, pieces, end } = literals(textColumns)
  return `
/** The texts of the training were joined of columns. This joins them for a row (an object) of a table. */
export function joined(row) {
  let text = ''
  for (const [before, column] of ${pieces}) {
    const cell = String(row[column] ?? '').trim()
    if (!${JSON.stringify(missingWords)}.includes(cell)) text += (text === '' ? '' : before) + cell
  }
  return text === '' ? '' : ${start} + text + ${end}
}
`
}

/** As both languages write them: JSON's strings and lists are theirs too. */
function literals(textColumns: string): Record<'start' | 'pieces' | 'end', string> {
  const { start, pieces, end } = readTextColumns(textColumns)
  const pairs = pieces.map(({ before, column }) => [before, column.trim()])
  return { start: JSON.stringify(start), pieces: JSON.stringify(pairs), end: JSON.stringify(end) }
}
