import { writeZip } from '../zip-writer.ts'

/** A sheet: its rows as XML, or as cells that are written as texts within them. */
export interface SheetInput {
  readonly name: string
  readonly rows: string | readonly (readonly (string | number | null)[])[]
  readonly isHidden?: boolean
  /** Such as A1:A3. */
  readonly merged?: readonly string[]
}

export interface WorkbookInput {
  readonly sheets: readonly SheetInput[]
  /** `si` elements. */
  readonly strings?: string
  /** Codes of number formats; a cell of style i + 1 is shown by the one at i. */
  readonly formats?: readonly string[]
  readonly is1904?: boolean
}

/** Writes a workbook as Excel lays it out, with no more than a test asks for. */
export function writeWorkbook({ sheets, strings, formats = [], is1904 = false }: WorkbookInput): Buffer {
  const list = sheets.map(({ name, isHidden }, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"${isHidden ? ' state="hidden"' : ''}/>`) // prettier-ignore
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`
  const relations = [
    ...sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
    relation('rS', 'sharedStrings', 'sharedStrings.xml'),
    relation('rF', 'styles', '/xl/styles.xml'),
  ]
  const fmts = formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escape(code)}"/>`)
  const xfs = formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`)
  return writeZip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `${xml}<workbook xmlns:r="x"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships>${relations.join('')}</Relationships>`,
    'xl/sharedStrings.xml': `${xml}<sst>${strings ?? ''}</sst>`,
    'xl/styles.xml': `${xml}<styleSheet><numFmts>${fmts.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)])),
  })
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

function sheetXml({ rows, merged = [] }: SheetInput): string {
  const body = typeof rows === 'string' ? rows : rows.map(rowXml).join('')
  const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  return `${xml}<worksheet><sheetData>${body}</sheetData><mergeCells>${merges}</mergeCells></worksheet>`
}

function rowXml(cells: readonly (string | number | null)[], i: number): string {
  const each = cells.map((cell, j) => {
    const ref = `${String.fromCharCode(65 + j)}${i + 1}`
    if (cell === null) return ''
    if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`
    return `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`
  })
  return `<row r="${i + 1}">${each.join('')}</row>`
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
}
