import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLabel } from '../../../../../src/main/trainer/dataset/labels/clean-label.ts'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { faultOf, fileOf, optionsFor, readItems, readShort } from '../scratch.ts'
import { writeZip } from '../zip-writer.ts'
import { writeWorkbook, type SheetInput, type WorkbookInput } from './workbook-writer.ts'
import { english } from '../../../../../src/shared/said.ts'

const table: SheetInput['rows'] = [
  ['text', 'label'],
  ['one', 'a'],
  ['two', 'b'],
]
const fileWith = (input: WorkbookInput) => fileOf('x.xlsx', writeWorkbook(input))
const sheetOf = (rows: SheetInput['rows'], rest: Partial<WorkbookInput & SheetInput> = {}) =>
  fileWith({ ...rest, sheets: [{ name: 'Data', rows, ...rest }] })

describe('Excel', () => {
  test('reads cells as they are shown', async () => {
    const cells = [
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>',
      '<c t="str"><f>A1&amp;"x"</f><v>formula_x000D_</v></c><c t="b"><v>1</v></c>',
      '<c t="inlineStr"><is><r><t>in </t></r><r><t>line</t></r></is></c><c><v>0.1</v></c>',
      '<c t="s"><v>2</v></c><c s="1"><v>45322</v></c>',
      '<c t="s"><v>2</v></c><c s="2"><v>45322.520833333336</v></c>',
      '<c t="s"><v>2</v></c><c s="3"><v>7</v></c>',
      '<c t="s"><v>2</v></c><c s="4"><v>7.0</v></c>',
      '<c t="e"><v>#N/A</v></c><c><v>1</v></c>',
      '<c t="s"><v>2</v></c><c t="s"><v>99</v></c>',
      '<c t="s"><v>2</v></c><c><v>12345678901234567891</v></c>',
    ]
    const header = '<row r="1"><c r="B1" t="str"><v>text</v></c><c r="C1" t="str"><v>label</v></c></row>'
    const rows = header + cells.map((each, i) => `<row r="${i + 3}"><c r="A${i + 3}"/>${each}</row>`).join('')
    const strings = [
      '<si><r><t>rich </t></r><r><rPr><b/></rPr><t xml:space="preserve">text &amp; more</t></r></si>',
      '<si><t>漢字</t><rPh sb="0" eb="1"><t>かんじ</t></rPh></si>',
      '<si><t>x</t></si>',
    ].join('')
    const path = sheetOf(rows, { strings, formats: ['yyyy\\-mm\\-dd', 'dd/mm/yyyy hh:mm', '000', '"d" 0.0'] })
    const items = await readItems(path)
    expect(items.map((item) => (item.kind === 'row' ? [item.line, item.label, item.text] : [item.row.line, item.row.reason]))).toEqual([
      [3, '漢字', 'rich text & more'],
      [4, 'TRUE', 'formula'],
      [5, '0.1', 'in line'],
      [6, '2024-01-31', 'x'],
      [7, '2024-01-31 12:30:00', 'x'],
      [8, '007', 'x'],
      [9, '7', 'x'],
      [10, 'No text.'],
      [11, 'No label.'],
      [12, '12345678901234567891', 'x'],
    ]) // prettier-ignore
  })

  test('counts days from 1904 where the workbook does', async () => {
    const rows =
      '<row><c t="str"><v>text</v></c><c t="str"><v>label</v></c></row><row><c t="str"><v>a</v></c><c s="1"><v>1</v></c></row>'
    const read = (is1904: boolean) => readShort(sheetOf(rows, { is1904, formats: ['d mmm yyyy'] }))
    expect([await read(true), await read(false)]).toEqual([[['1904-01-02', 'a']], [['1900-01-01', 'a']]])
  })

  test('finds the header below a title, passes over blank rows, and fills merged cells', async () => {
    const rows = [
      ['Feedback 2024'],
      [],
      ['text', 'label'],
      ['a', 'x'],
      ['b', null],
      [],
      ['c', null],
      ['d', 'y'],
      ['e', null],
    ]
    const path = sheetOf(rows, { merged: ['A1:B1', 'B4:B7'] })
    expect(await readShort(path)).toEqual([
      ['x', 'a'],
      ['x', 'b'],
      ['x', 'c'],
      ['y', 'd'],
      [9, 'No label'],
    ])
  })

  test('takes a sheet about the data only where there is no other', async () => {
    const legend = {
      name: 'Read me',
      rows: [
        ['Code', 'Meaning'],
        ['M', 'Menu'],
        ['T', 'Table'],
      ],
    }
    const data = {
      name: 'Comments',
      rows: [
        ['text', 'label'],
        ['a', 'one'],
        ['b', 'two'],
      ],
    }
    expect(await readShort(fileWith({ sheets: [legend, data] }))).toEqual([
      ['one', 'a'],
      ['two', 'b'],
    ])
    expect(await readShort(fileWith({ sheets: [{ ...data, name: 'Notes' }] }))).toEqual([
      ['one', 'a'],
      ['two', 'b'],
    ])
  })

  test('takes the first visible sheet with a table, and says so', async () => {
    const sheets = [
      { name: 'Notes', rows: [['Read me'], ['about this']] },
      { name: 'Old', rows: table, isHidden: true },
      { name: 'Data & more', rows: table },
      {
        name: 'Other',
        rows: [
          ['text', 'label'],
          ['three', 'c'],
        ],
      },
    ]
    const source = await openDataset(optionsFor(fileWith({ sheets })))
    const [finding] = source.findings
    expect(english(finding?.sentence ?? '')).toContain(
      'has 4 sheets: "Data & more" was read, "Notes", "Old", "Other" were not',
    )
    expect(finding?.fixes?.map(({ change }) => change.sheet)).toEqual(['Notes', 'Old', 'Other'])
    expect(await readShort(fileWith({ sheets }), { sheet: ' other ' })).toEqual([['c', 'three']])
    expect(await faultOf(readItems(fileWith({ sheets }), { sheet: 'None' }))).toContain(
      'has no sheet "None": choose among "Notes", "Old", "Data & more", "Other".',
    )
    expect(await faultOf(readItems(fileWith({ sheets: sheets.slice(0, 2) })))).toContain(
      'has no sheet with a text and a label',
    )
  })

  test('is read whatever it is called', async () => {
    const bytes = writeWorkbook({ sheets: [{ name: 'S', rows: table }] })
    for (const name of ['x.csv', 'x', 'x.xls']) expect(await readShort(fileOf(name, bytes))).toEqual([['a', 'one'], ['b', 'two']]) // prettier-ignore
  })

  test.each([
    ['a reference to an entity', '<row><c t="str"><v>&bomb;</v></c></row>', 'undefined entity'],
    ['a broken element', '<row><c></row>', 'is cut short or damaged'],
    ['too many columns', `<row><c r="XFE1"><v>1</v></c></row>`, 'more than 16,384 columns'],
    ['columns without names', `<row>${'<c><v>1</v></c>'.repeat(2 ** 15)}</row>`, 'more than 16,384 columns'],
    [
      'a cell without end',
      `<row><c t="inlineStr"><is><t>${'x'.repeat(11_000_000)}</t></is></c></row>`,
      'longer than 10 MB',
    ],
    ['a name without end', `<row><c ${'x'.repeat(11_000_000)}="1"/></row>`, 'longer than 10 MB'],
  ])('is an error if it has %s', async (_, rows, message) => {
    expect(await faultOf(readItems(sheetOf(rows)))).toContain(message)
  })

  test('is an error if it is locked, or cut short', async () => {
    const bytes = writeWorkbook({ sheets: [{ name: 'S', rows: table }] })
    expect(await faultOf(readItems(fileOf('x.xlsx', bytes.subarray(0, bytes.length - 40))))).toContain(
      'is cut short or damaged',
    )
    expect(await faultOf(readItems(fileOf('x.xlsx', writeZip({ 'xl/workbook.xml': '<a/>' }))))).toContain(
      'has no list of sheets',
    )
  })

  test('a row that is longer than a text may be is left out', async () => {
    const long = 'y'.repeat(6_000_000)
    expect(
      await readShort(
        sheetOf([
          ['text', 'label'],
          ['a', 'x'],
          [long, long],
          ['b', 'x'],
        ]),
      ),
    ).toEqual([
      ['x', 'a'],
      [3, 'Longer than 10 MB'],
      ['x', 'b'],
    ])
  })

  test('reads back whatever is written', async () => {
    const special = fc.constantFrom('a', '"', '<', '&', ' ', '\n', '\r', '\t', 'é', '\u{1f600}', ']]>', '_')
    const label = fc.nat(9).map((i) => `label ${i}`)
    const cell = fc.string({ unit: special }).map((text) => `x${text}y`)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, label), { minLength: 1, maxLength: 12 }), async (rows) => {
        const read = await readShort(sheetOf([['text', 'label'], ...rows]), { stripHtml: false, header: 'yes' })
        expect(read).toEqual(rows.map(([text, label]) => [cleanLabel(label), text]))
      }),
      { numRuns: 60 },
    )
  })
})
