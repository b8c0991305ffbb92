import { basename } from 'node:path'
import type { FindingInput, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { join, say, type Said } from '../../../../shared/said.ts'
import { quote } from '../survey/say.ts'
import type { Zip } from '../bytes/zip.ts'
import { partNamedIn } from '../layout/part-words.ts'
import { readCells, type Book, type SheetRow } from './cells.ts'
import type { Parts, Sheet } from './parts.ts'

/** Sheets that say something of the data and are taken only where no other is. */
const about =
  /^(?:read[\s_-]*me|legend|notes?|info|about|cover|instructions?|code[\s_-]*book|glossary|contents?|change[\s_-]*log|legende|hinweise|deckblatt|notas|leyenda|légende|说明|説明)$/iu

/** So many rows of a sheet are looked at to find its header. */
const looked = 200

/** The visible sheets that are named as parts, the training part first; none where they do not make a dataset. */
export function sheetsOfParts(sheets: readonly Sheet[]): { sheet: Sheet; split: Split }[] {
  const named = sheets.flatMap((sheet) => {
    const split = sheet.isHidden ? null : partNamedIn(sheet.name)
    return split === null ? [] : [{ sheet, split }]
  })
  const sorted = (['train', 'validation', 'test'] as const).flatMap((part) =>
    named.filter(({ split }) => split === part),
  )
  return new Set(sorted.map(({ split }) => split)).size > 1 && sorted[0]?.split === 'train' ? sorted : []
}

/**
 * The sheet asked for, else the first visible one with a table of several columns, of those that are about it last.
 * @param fewest columns of a table that is taken where there is no such sheet
 * @throws LastlayerError `dataset` if there is none
 */
export async function chooseSheet(
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
  const isAbout = ({ name }: Sheet): boolean => about.test(name.trim())
  const visible = sheets.filter(({ isHidden }) => !isHidden)
  for (const sheet of [...visible.filter((one) => !isAbout(one)), ...visible.filter(isAbout)]) {
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

/** The rows at the top of a sheet. */
export async function firstRows(sheet: AsyncIterable<SheetRow>): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const row of sheet) {
    rows.push(row)
    if (rows.length === looked) break
  }
  return rows
}

/** Which sheets were read, where there are several and none was asked for. */
export function sheetFindings(
  path: string,
  { sheets }: Parts,
  used: readonly Sheet[],
  wanted: string | null,
): FindingInput[] {
  const others = sheets.filter((sheet) => !used.includes(sheet))
  if (wanted !== null || sheets.length === 1) return []
  const list = (some: readonly Sheet[]): Said =>
    join([...some.slice(0, 5).map(({ name }) => quote(name)), ...(some.length > 5 ? ['…'] : [])], ', ')
  const all = { file: basename(path), sheets: String(sheets.length), read: list(used) }
  const left = { count: others.length, left: list(others) }
  const sentence =
    used.length === 1
      ? say(
          {
            one: '{{file}} has {{sheets}} sheets: {{read}} was read, {{left}} was not.',
            other: '{{file}} has {{sheets}} sheets: {{read}} was read, {{left}} were not.',
          },
          { ...all, ...left },
        )
      : others.length === 0
        ? say('{{file}} has {{sheets}} sheets: {{read}} were read as the parts of the dataset.', all)
        : say(
            {
              one: '{{file}} has {{sheets}} sheets: {{read}} were read as the parts of the dataset, {{left}} was not.',
              other:
                '{{file}} has {{sheets}} sheets: {{read}} were read as the parts of the dataset, {{left}} were not.',
            },
            { ...all, ...left },
          )
  const fixes = (used.length > 1 ? sheets : others)
    .slice(0, 5)
    .map(({ name }) => ({ title: say('Read sheet "{{sheet}}"', { sheet: name }), change: { sheet: name } }))
  const severity = used.length === 1 && others.some(({ isHidden }) => !isHidden) ? 'warning' : 'note'
  return [{ kind: 'table', severity, sentence, fixes }]
}
