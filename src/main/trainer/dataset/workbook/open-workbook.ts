import { basename } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { tooLong } from '../bytes/files.ts'
import { damaged } from '../bytes/unpack.ts'
import { openZip, type Zip } from '../bytes/zip.ts'
import type { Beginning } from '../delimited/dialect.ts'
import { findHeader, type Header } from '../delimited/header.ts'
import type { TableRecord } from '../delimited/records.ts'
import type { Table, TableReading, TableRow } from '../formats/table.ts'
import { partNamedIn } from '../layout/part-words.ts'
import { notStored } from '../rows/cell.ts'
import { findColumn } from '../rows/text-template.ts'
import { readCells, type Book, type SheetRow } from './cells.ts'
import { readMerges, unmerged } from './merges.ts'
import { readParts, type Parts, type Sheet } from './parts.ts'
import { readStrings } from './strings.ts'
import { readStyles } from './styles.ts'

/** So many rows of a sheet are looked at to find its header. */
const looked = 200

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
    const findings = [...sheetFindings(path, parts, open, wanted), ...open.flatMap(({ top }) => top.findings)]
    return { path, columns: main.top.columns, sheets, findings, rows }
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

/** The visible sheets that are named as parts, the training part first; none where they do not make a dataset. */
function sheetsOfParts(sheets: readonly Sheet[]): { sheet: Sheet; split: Split }[] {
  const named = sheets.flatMap((sheet) => {
    const split = sheet.isHidden ? null : partNamedIn(sheet.name)
    return split === null ? [] : [{ sheet, split }]
  })
  const sorted = (['train', 'validation', 'test'] as const).flatMap((part) =>
    named.filter(({ split }) => split === part),
  )
  return new Set(sorted.map(({ split }) => split)).size > 1 && sorted[0]?.split === 'train' ? sorted : []
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

/** @param fewest columns of a table that is taken where no sheet has one of two */
async function chooseSheet(
  zip: Zip,
  { sheets }: Parts,
  book: Book,
  wanted: string | null,
  fewest: 1 | 2,
): Promise<Sheet> {
  const plain = (name: string) => name.trim().toLowerCase()
  const names = sheets.slice(0, 20).map(({ name }) => JSON.stringify(name)).join(', ') // prettier-ignore
  if (wanted !== null) {
    const sheet = sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => plain(name) === plain(wanted))
    if (sheet !== undefined) return sheet
    throw new LastlayerError('dataset', `${zip.path} has no sheet "${wanted}": choose among ${names}.`)
  }
  const widths: { sheet: Sheet; width: number }[] = []
  for (const sheet of sheets.filter(({ isHidden }) => !isHidden)) {
    const rows = await firstRows(readCells(zip.read(sheet.member), book))
    const filled = rows
      .map(({ cells, unstored = [] }) => (cells?.filter((cell) => cell !== '').length ?? 0) + unstored.length)
      .sort((a, b) => b - a)
    const width = filled[1] ?? 0
    if (width > 1) return sheet
    widths.push({ sheet, width })
  }
  const narrow = widths.find(({ width }) => width >= fewest)
  if (narrow !== undefined) return narrow.sheet
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

function sheetFindings(
  path: string,
  { sheets }: Parts,
  open: readonly OpenSheet[],
  wanted: string | null,
): FindingInput[] {
  const others = sheets.filter((sheet) => open.every((one) => one.sheet !== sheet))
  if (wanted !== null || sheets.length === 1) return []
  const list = (some: readonly { readonly name: string }[]) =>
    some.slice(0, 5).map(({ name }) => `"${name}"`).join(', ') + (some.length > 5 ? ', …' : '') // prettier-ignore
  const were = (some: readonly unknown[]) => (some.length === 1 ? 'was' : 'were')
  const used = open.map(({ sheet }) => sheet)
  const parts = open.length > 1 ? ' as the parts of the dataset' : ''
  const left = others.length === 0 ? '' : `, ${list(others)} ${were(others)} not`
  const sentence = `${basename(path)} has ${sheets.length} sheets: ${list(used)} ${were(used)} read${parts}${left}.`
  const fixes = (open.length > 1 ? sheets : others)
    .slice(0, 5)
    .map(({ name }) => ({ title: `Read sheet "${name}"`, change: { sheet: name } }))
  const severity = open.length === 1 && others.some(({ isHidden }) => !isHidden) ? 'warning' : 'note'
  return [{ kind: 'table', severity, sentence, fixes }]
}
