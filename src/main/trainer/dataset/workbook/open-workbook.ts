import { basename } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { tooLong } from '../bytes/files.ts'
import { damaged } from '../bytes/unpack.ts'
import { openZip, type Zip } from '../bytes/zip.ts'
import type { Beginning } from '../delimited/dialect.ts'
import { findHeader } from '../delimited/header.ts'
import type { TableRecord } from '../delimited/records.ts'
import type { Table, TableReading, TableRow } from '../formats/table.ts'
import { readCells, type Book, type SheetRow } from './cells.ts'
import { readMerges, unmerged } from './merges.ts'
import { readParts, type Parts, type Sheet } from './parts.ts'
import { readStrings } from './strings.ts'
import { readStyles } from './styles.ts'

/** So many rows of a sheet are looked at to find its header. */
const looked = 200

/**
 * Opens a sheet of an Excel workbook (.xlsx): the one asked for, else the first visible one that holds a table. Cells are
 * as Excel shows them, dates as 2024-01-31.
 * @throws LastlayerError `dataset` if the workbook is damaged or has no such sheet
 */
export async function openWorkbook(path: string, { sheet: wanted, header }: TableReading): Promise<Table> {
  return await withZip(path, async (zip) => {
    const parts = await readParts(zip)
    const book: Book = {
      strings: parts.strings && (await readStrings(zip.read(parts.strings))),
      formats: parts.styles ? await readStyles(zip.read(parts.styles)) : [],
      calendar: parts.calendar,
    }
    const sheet = await chooseSheet(zip, parts, book, wanted)
    const merges = await readMerges(zip.read(sheet.member))
    const first = await firstRows(unmerged(readCells(zip.read(sheet.member), book), merges))
    const top = findHeader(`Sheet "${sheet.name}" of ${path}`, beginningOf(first), header)
    const firstLine = first[top.above]?.line ?? Infinity

    async function* rows(names: readonly string[]): AsyncGenerator<TableRow> {
      const places = names.map((name) => top.columns.indexOf(name))
      const open = await openZip(path)
      try {
        for await (const { line, cells } of unmerged(readCells(open.read(sheet.member), book), merges)) {
          if (line < firstLine) continue
          yield cells === null ? { line, reason: tooLong } : { line, cells: places.map((i) => cells[i] ?? '') }
        }
      } catch (error) {
        throw damaged(path, error)
      } finally {
        await open.close()
      }
    }
    const sheets = { used: sheet.name, all: parts.sheets.map(({ name }) => name) }
    const findings = [...sheetFindings(path, parts, sheet, wanted), ...top.findings]
    return { path, columns: top.columns, sheets, header: top.cells !== null, findings, rows }
  })
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

async function chooseSheet(zip: Zip, { sheets }: Parts, book: Book, wanted: string | null): Promise<Sheet> {
  const plain = (name: string) => name.trim().toLowerCase()
  const names = sheets.slice(0, 20).map(({ name }) => JSON.stringify(name)).join(', ') // prettier-ignore
  if (wanted !== null) {
    const sheet = sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => plain(name) === plain(wanted))
    if (sheet !== undefined) return sheet
    throw new LastlayerError('dataset', `${zip.path} has no sheet "${wanted}": choose among ${names}.`)
  }
  for (const sheet of sheets.filter(({ isHidden }) => !isHidden)) {
    const rows = await firstRows(readCells(zip.read(sheet.member), book))
    if (rows.filter(({ cells }) => (cells?.filter((cell) => cell !== '').length ?? 0) > 1).length > 1) return sheet
  }
  throw new LastlayerError('dataset', `${zip.path} has no sheet with a text and a label in each row (${names}).`)
}

async function firstRows(sheet: AsyncIterable<SheetRow>): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const row of sheet) {
    rows.push(row)
    if (rows.length === looked) break
  }
  return rows
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

function sheetFindings(path: string, { sheets }: Parts, used: Sheet, wanted: string | null): FindingInput[] {
  const others = sheets.filter((sheet) => sheet !== used)
  if (wanted !== null || others.length === 0) return []
  const names = others.slice(0, 5).map(({ name }) => `"${name}"`).join(', ') // prettier-ignore
  const more = others.length > 5 ? ', …' : ''
  const sentence = `${basename(path)} has ${sheets.length} sheets: "${used.name}" was read, ${names}${more} ${others.length === 1 ? 'was' : 'were'} not.`
  const fixes = others.slice(0, 5).map(({ name }) => ({ title: `Read sheet "${name}"`, change: { sheet: name } }))
  const severity = others.some(({ isHidden }) => !isHidden) ? 'warning' : 'note'
  return [{ kind: 'table', severity, sentence, fixes }]
}
