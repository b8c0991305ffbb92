import type { Split } from '../../../../shared/dataset-summary.ts'
import { tooLong } from '../bytes/files.ts'
import { damaged } from '../bytes/unpack.ts'
import { openZip, type Zip } from '../bytes/zip.ts'
import type { Beginning } from '../delimited/dialect.ts'
import { findHeader, type Header } from '../delimited/header.ts'
import type { TableRecord } from '../delimited/records.ts'
import type { Table, TableReading, TableRow } from '../formats/table.ts'
import { notStored } from '../rows/cell.ts'
import { findColumn } from '../rows/text-template.ts'
import { chooseSheet, firstRows, sheetFindings, sheetsOfParts } from './choose-sheets.ts'
import { readCells, type Book, type SheetRow } from './cells.ts'
import { readMerges, unmerged } from './merges.ts'
import { readParts, type Sheet } from './parts.ts'
import { readStrings } from './strings.ts'
import { readStyles } from './styles.ts'

/**
 * Opens an Excel workbook (.xlsx): the sheet asked for, else those that are named as the parts of a dataset, else the
 * first visible one that holds a table. Cells are as Excel shows them, dates as 2024-01-31.
 * @throws LastlayerError `dataset` if the workbook is damaged or has no such sheet
 */
export async function openWorkbook(
  path: string,
  { sheet: wanted, header, isUnlabelled = false }: TableReading,
): Promise<Table> {
  return await withZip(path, async (zip) => {
    const parts = await readParts(zip)
    const book: Book = {
      strings: parts.strings && (await readStrings(zip.read(parts.strings))),
      formats: parts.styles ? await readStyles(zip.read(parts.styles)) : [],
      calendar: parts.calendar,
    }
    const named = wanted === null ? sheetsOfParts(parts.sheets) : []
    const first = named[0]?.sheet ?? (await chooseSheet(zip, parts, book, wanted, isUnlabelled ? 1 : 2))
    const main = await openSheet(zip, book, first, header)
    const open: OpenSheet[] = named.length === 0 ? [main] : []
    for (const { sheet, split } of named) {
      open.push({ ...(sheet === first ? main : await openSheet(zip, book, sheet, header)), split })
    }

    async function* rows(names: readonly string[]): AsyncGenerator<TableRow> {
      const again = await openZip(path)
      try {
        for (const one of open) yield* rowsOf(again, book, one, names)
      } catch (error) {
        throw damaged(path, error)
      } finally {
        await again.close()
      }
    }
    const sheets = { used: first.name, all: parts.sheets.map(({ name }) => name) }
    const findings = [
      ...sheetFindings(
        path,
        parts,
        open.map(({ sheet }) => sheet),
        wanted,
      ),
      ...open.flatMap(({ top }) => top.findings),
    ]
    return { path, columns: main.top.columns, facts: { sheets, header: main.top.cells !== null }, findings, rows }
  })
}

interface OpenSheet {
  readonly sheet: Sheet
  readonly split?: Split
  readonly top: Header
  readonly merges: Awaited<ReturnType<typeof readMerges>>
  readonly firstLine: number
}

async function openSheet(zip: Zip, book: Book, sheet: Sheet, header: TableReading['header']): Promise<OpenSheet> {
  const merges = await readMerges(zip.read(sheet.member))
  const first = await firstRows(unmerged(readCells(zip.read(sheet.member), book), merges))
  const top = findHeader(`Sheet "${sheet.name}" of ${zip.path}`, beginningOf(first), header, true)
  return { sheet, top, merges, firstLine: first[top.above]?.line ?? Infinity }
}

async function* rowsOf(
  zip: Zip,
  book: Book,
  { sheet, split, top, merges, firstLine }: OpenSheet,
  names: readonly string[],
): AsyncGenerator<TableRow> {
  const places = names.map((name) => top.columns.indexOf(findColumn(name, top.columns) ?? ''))
  for await (const { line, cells, unstored = [] } of unmerged(readCells(zip.read(sheet.member), book), merges)) {
    if (line < firstLine) continue
    const place = { line, ...(split && { split }) }
    const cell = (i: number) => (unstored.includes(i) ? notStored : (cells?.[i] ?? ''))
    yield cells === null ? { ...place, reason: tooLong } : { ...place, cells: places.map(cell) }
  }
}

async function withZip<T>(path: string, use: (zip: Zip) => Promise<T>): Promise<T> {
  const zip = await openZip(path)
  try {
    return await use(zip)
  } catch (error) {
    throw damaged(path, error)
  } finally {
    await zip.close()
  }
}

/** Rows as the header is found in those of delimited files: each as wide as the widest that there are several of. */
function beginningOf(rows: readonly SheetRow[]): Pick<Beginning, 'records' | 'width' | 'preface'> {
  const widths = rows.map(({ cells }) => cells?.length ?? 0).sort((a, b) => b - a)
  const width = widths[Math.floor(rows.length / 20)] ?? 1
  const records = rows.map(({ line, cells }): TableRecord =>
    cells === null
      ? { line, reason: tooLong }
      : { line, fields: [...cells, ...filler(width - cells.length)], clean: true },
  )
  return { records, width, preface: 0 }
}

function filler(count: number): string[] {
  return new Array<string>(Math.max(0, count)).fill('')
}
