/** A cell whose bytes are not text in the encoding of its file. */
export const notUtf8 = Symbol('not UTF-8')
/** A formula of a workbook whose value is not stored. */
export const notStored = Symbol('not stored')

/**
 * A cell as text: strings, numbers (1.0 is "1"), booleans and big integers; nothing there is ''; a list of one is what it
 * holds; null for anything else.
 */
export function cellText(cell: unknown): string | null {
  let value = cell
  // A list may lie in lists of one, as deep as a file likes.
  for (let list = listOf(value); list !== null && list.length <= 1; list = listOf(value)) value = list[0]
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return null
}

/** The labels of a cell: several where it is a list, also one that is written as JSON or as Python prints it. */
export function labelsIn(value: unknown): readonly unknown[] {
  return listOf(value) ?? (typeof value === 'string' ? printedList(value) : null) ?? [value]
}

function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as unknown[]
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? [...(value as Uint8Array)] : null
}

// No alternative begins as another does: reading takes linear time on any input.
const item = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([+-]?[\d.]+))\s*(?:,|(?=['"\]])|$)/y

function printedList(text: string): string[] | null {
  const trimmed = text.trim()
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return null
  const inside = trimmed.slice(1, -1).trimEnd()
  const items: string[] = []
  item.lastIndex = 0
  while (item.lastIndex < inside.length) {
    const found = item.exec(inside)
    if (found === null) return null
    items.push((found[1] ?? found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1'))
  }
  return items
}
