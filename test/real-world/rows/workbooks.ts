import { writeWorkbook } from '../../main/trainer/dataset/workbook/workbook-writer.ts'
import type { Case, Input } from '../case.ts'
import { review } from '../play/lay-out.ts'

type Sheet = Parameters<typeof writeWorkbook>[0]['sheets'][number]

/** A sheet of reviews, from one number to another. */
function sheet(name: string, from: number, to: number, header: readonly string[] = ['text', 'label']): Sheet {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i)
  return { name, rows: [[...header], ...numbers.map((i) => [review(i), i % 2 === 0 ? 'pos' : 'neg'])] }
}

function workbook(...sheets: readonly Sheet[]): Input {
  return { tree: { 'book.xlsx': writeWorkbook({ sheets }) }, open: 'book.xlsx' }
}

/** Reviews whose labels are formulas that no program has computed. */
function withFormulas(): Sheet {
  const row = (i: number) =>
    `<row r="${i + 2}"><c r="A${i + 2}" t="inlineStr"><is><t>${review(i)}</t></is></c><c r="B${i + 2}"><f>IF(C${i + 2}&gt;3,"pos","neg")</f>${i % 2 ? '<v></v>' : ''}</c></row>`
  const header = '<row r="1"><c r="A1" t="str"><v>text</v></c><c r="B1" t="str"><v>label</v></c></row>'
  return { name: 'Data', rows: header + Array.from({ length: 20 }, (_, i) => row(i)).join('') }
}

/** An OLE container as Excel makes it of a workbook with a password. */
const locked = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(504),
  Buffer.from('EncryptionInfo\0EncryptedPackage', 'utf16le'),
  Buffer.alloc(512),
])

/** Workbooks of Excel. */
export const workbooks: readonly Case[] = [
  {
    id: 'G3a',
    what: 'sheets that are named as parts, the test part first and with its columns in another order',
    input: workbook(
      {
        ...sheet('Test', 30, 40),
        rows: [['Label', 'Text'], ...[30, 31, 32, 33].map((i) => [i % 2 === 0 ? 'pos' : 'neg', review(i)])],
      },
      sheet('Train', 0, 30),
      sheet('Notes', 90, 92),
    ),
    right: {
      parts: { train: 30, test: 4 },
      classes: 2,
      says: [/"Train", "Test" were read as the parts of the dataset, "Notes" was not.*Read sheet "Train"/],
    },
  },
  {
    id: 'G3b',
    what: 'one of these sheets alone, as it is asked for',
    input: workbook(sheet('Train', 0, 30), sheet('Test', 30, 40)),
    settings: { sheet: 'Train' },
    right: { parts: { train: 24, test: 6 } },
  },
  {
    id: 'G4',
    what: 'labels that are formulas without stored values',
    input: workbook(withFormulas()),
    right: { refused: /formula without a stored value: open the workbook in Excel, and save it/ },
  },
  {
    id: 'G5',
    what: 'a workbook with a password',
    input: { tree: { 'book.xlsx': locked }, open: 'book.xlsx' },
    right: { refused: /book\.xlsx is locked by a password/ },
  },
]
