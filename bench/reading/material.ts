import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { deflateRawSync } from 'node:zlib'
import { keyOf, randomBits } from '../../src/main/trainer/random.ts'
import { writeZip } from './zip.ts'

const words =
  'a the of and to in film story actor scene music never always almost quiet bright dull slow clever warm sour ending'.split(
    ' ',
  )
const labels = ['negative', 'neutral', 'positive']
const rowsAPiece = 512
const sampled = 2000

/** A review of some 200 letters with a comma and quotes in it, as no other row has it. */
function reviewOf(row: number): string {
  const key = keyOf(7, row)
  const chosen = Array.from({ length: 36 }, (_, i) => words[randomBits(key, i) % words.length])
  return `Number ${row}, they said "${chosen.slice(0, 3).join(' ')}": ${chosen.slice(3).join(' ')}.`
}

const labelOf = (row: number): string => labels[randomBits(keyOf(8, row), 0) % labels.length]
const csvRow = (row: number): string => `"${reviewOf(row).replaceAll('"', '""')}",${labelOf(row)}\n`
const jsonRow = (row: number): string =>
  `${JSON.stringify({ id: row, text: reviewOf(row), label: labelOf(row), stars: 1 + (row % 5) })}\n`

/** @param megabytes millions of bytes, met to a row */
export function writeCsv(path: string, megabytes: number): Promise<void> {
  return writeRows(path, 'text,label\n', csvRow, megabytes)
}

export function writeJsonLines(path: string, megabytes: number): Promise<void> {
  return writeRows(path, '', jsonRow, megabytes)
}

async function writeRows(path: string, header: string, rowOf: (row: number) => string, megabytes: number) {
  function* pieces(): Generator<string> {
    let size = header.length
    yield header
    for (let row = 0; size < megabytes * 1e6; row += rowsAPiece) {
      const piece = Array.from({ length: rowsAPiece }, (_, i) => rowOf(row + i)).join('')
      size += piece.length
      yield piece
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
}

/**
 * A workbook as Excel saves it: one sheet whose texts stand in sharedStrings.xml.
 * @param megabytes of the file, met to a few percent
 */
export async function writeWorkbook(path: string, megabytes: number): Promise<void> {
  const rows = rowsOf(megabytes)
  await writeZip(path, {
    '[Content_Types].xml': [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
      '<Default Extension="xml" ContentType="application/xml"/>',
      contentType('workbook.xml', 'sheet.main'),
      contentType('worksheets/sheet1.xml', 'worksheet'),
      contentType('sharedStrings.xml', 'sharedStrings'),
      '</Types>',
    ],
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': relationships([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/workbook.xml': [
      `<workbook xmlns="${main}" xmlns:r="${officeDocument}/relationships">`,
      '<sheets><sheet name="Reviews" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ],
    'xl/worksheets/sheet1.xml': sheet(rows),
    'xl/sharedStrings.xml': sharedStrings(rows),
  })
}

const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

function contentType(part: string, type: string): string {
  const whole = `application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml`
  return `<Override PartName="/xl/${part}" ContentType="${whole}"/>`
}

function relationships(parts: readonly (readonly [type: string, target: string])[]): string[] {
  const lines = parts.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${officeDocument}/relationships/${type}" Target="${target}"/>`,
  )
  const opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
  return [opening, ...lines, '</Relationships>']
}

/** The two names of columns and the labels come first among the strings, then a text a row. */
const heads = ['text', 'label', ...labels]

function* sheet(rows: number): Generator<string> {
  yield `<worksheet xmlns="${main}"><sheetData>${cells(1, 0, 1)}`
  for (let row = 0; row < rows; row++) yield cells(row + 2, heads.length + row, heads.indexOf(labelOf(row)))
  yield '</sheetData></worksheet>'
}

function cells(line: number, text: number, label: number): string {
  const cell = (column: string, string: number): string => `<c r="${column}${line}" t="s"><v>${string}</v></c>`
  return `<row r="${line}">${cell('A', text)}${cell('B', label)}</row>`
}

function* sharedStrings(rows: number): Generator<string> {
  yield `<sst xmlns="${main}" uniqueCount="${heads.length + rows}">${heads.map(sharedString).join('')}`
  for (let row = 0; row < rows; row++) yield sharedString(reviewOf(row))
  yield '</sst>'
}

const sharedString = (text: string): string => `<si><t>${text.replaceAll('&', '&amp;')}</t></si>`

/** How many rows make a workbook of this size, by what some of them take. */
function rowsOf(megabytes: number): number {
  const some = Array.from({ length: sampled }, (_, row) => cells(row, row, 2) + sharedString(reviewOf(row))).join('')
  return Math.round((megabytes * 1e6 * sampled) / deflateRawSync(some).length)
}
