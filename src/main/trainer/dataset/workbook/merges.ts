import { columnOf, type SheetRow } from './cells.ts'

/** Cells of one column that are shown as one, by the numbers of their rows. */
export interface Merge {
  readonly column: number
  readonly first: number
  readonly last: number
}

const most = 100_000
const mostBytes = 16 * 1024 * 1024
const rowsEnd = 'sheetData>'

/**
 * Which cells of a sheet are merged over several rows, those of the first column of each. They are listed behind the
 * rows; up to there the sheet is passed over unread.
 */
export async function readMerges(content: AsyncIterable<Buffer>): Promise<Merge[]> {
  const behind: Buffer[] = []
  let before: Buffer = Buffer.alloc(0)
  let size = 0
  for await (const piece of content) {
    if (behind.length > 0) behind.push(piece)
    else {
      const joined: Buffer = Buffer.concat([before, piece])
      const end = joined.lastIndexOf(rowsEnd)
      if (end > 0 && joined[end - 1] !== 0x3c && closes(joined, end)) behind.push(joined.subarray(end))
      before = joined.subarray(-64)
    }
    size += behind.length > 0 ? piece.length : 0
    if (size > mostBytes) return []
  }
  return mergesIn(Buffer.concat(behind).toString('utf8'))
}

/** Whether what ends at `end` is a closing tag, with a prefix or without. */
function closes(bytes: Buffer, end: number): boolean {
  return /<\/(\w+:)?$/.test(bytes.toString('latin1', Math.max(0, end - 32), end))
}

function mergesIn(xml: string): Merge[] {
  const merges: Merge[] = []
  for (const [, start = '', end = ''] of xml.matchAll(/<(?:\w+:)?mergeCell\s+ref="([A-Z]+\d+):([A-Z]+\d+)"/g)) {
    const merge = { column: columnOf(start), first: rowOf(start), last: rowOf(end) }
    if (merge.last > merge.first) merges.push(merge)
    if (merges.length === most) break
  }
  return merges.sort((a, b) => a.first - b.first)
}

function rowOf(cell: string): number {
  return Number(cell.replace(/^[A-Z]+/, ''))
}

/** Rows with the value of merged cells in each of them. */
export async function* unmerged(rows: AsyncIterable<SheetRow>, merges: readonly Merge[]): AsyncGenerator<SheetRow> {
  let next = 0
  let open: { merge: Merge; value: string }[] = []
  for await (const row of rows) {
    open = open.filter(({ merge }) => merge.last >= row.line)
    const { cells } = row
    if (cells === null || (open.length === 0 && (merges[next]?.first ?? Infinity) > row.line)) {
      yield row
      continue
    }
    for (let merge = merges[next]; merge !== undefined && merge.first <= row.line; merge = merges[++next]) {
      if (merge.last >= row.line)
        open.push({ merge, value: merge.first === row.line ? (cells[merge.column] ?? '') : '' })
    }
    const filled = [...cells]
    for (const { merge, value } of open) {
      while (filled.length <= merge.column) filled.push('')
      if (filled[merge.column] === '') filled[merge.column] = value
    }
    yield { ...row, cells: filled }
  }
}
