import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLabel } from '../../../../../src/main/trainer/dataset/labels/clean-label.ts'
import { maxTextBytes } from '../../../../../src/main/trainer/dataset/bytes/files.ts'
import { faultOf, fileOf, readItems, readShort } from '../scratch.ts'

describe('CSV', () => {
  test('reads quoted fields with commas, quotes and line breaks, and counts lines', async () => {
    const csv = 'text,label\n"One, ""two""",a\n"Three\nfour",b\n\nfive,a\n'
    expect(await readItems(fileOf('x.csv', csv))).toEqual([
      { kind: 'row', text: 'One, "two"', label: 'a', split: null, file: 'x.csv', line: 2 },
      { kind: 'row', text: 'Three\nfour', label: 'b', split: null, file: 'x.csv', line: 3 },
      { kind: 'row', text: 'five', label: 'a', split: null, file: 'x.csv', line: 6 },
    ])
  })

  test.each([
    ['a byte order mark', '\ufefftext,label\nA,b\n'],
    ['CR LF', 'text,label\r\nA,b\r\n'],
    ['CR alone', 'text,label\rA,b\r'],
    ['no last line break', 'text,label\nA,b'],
    ['blank lines', '\n\ntext,label\n\nA,b\n  \n'],
    ['semicolons', 'text;label\nA;b\n'],
    ['tabs', 'text\tlabel\nA\tb\n'],
    ['capitals and blanks in the header', ' Text , LABEL \nA,b\n'],
    ['quotes round everything', '"text","label"\n"A","b"\n'],
    ['more columns', 'id,label,text,when\n1,b,A,\n'],
    ['blanks round the values', 'text,label\n A , b \n'],
  ])('copes with %s', async (_, csv) => {
    expect(await readShort(fileOf('x.csv', csv))).toEqual([['b', 'A']])
  })

  test('rejects broken rows one by one and reads on', async () => {
    const csv = Buffer.concat([
      Buffer.from(
        'text,label\n"good",a\nfive" disk,a\n"closed" too early,a\none field\none,two,three\n,a\nno label,\n',
      ),
      Buffer.from('the caf\xe9 here,a\n', 'latin1'),
      Buffer.from('nul\0,a\n"never closed,a\nplain,b\n"also, ""good""",b\n'),
    ])
    expect(await readShort(fileOf('x.csv', csv))).toEqual([
      ['a', 'good'],
      ['a', 'five" disk'],
      ['a', 'closed too early'],
      [5, 'Has 1 field where the header has 2'],
      [6, 'Has 3 fields where the header has 2'],
      [7, 'No text'],
      [8, 'No label'],
      ['a', 'the café here'],
      [10, 'Holds NUL bytes'],
      [11, 'A quote (") is opened and never closed'],
      ['b', 'plain'],
      ['b', 'also, "good"'],
    ])
  })

  test('loses one line, not the rest of the file, to a forgotten quote', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `row ${i},a\n`).join('')
    const items = await readItems(fileOf('x.csv', `text,label\n"oh,a\n${rows}"oh,a\n${rows}`))
    expect(items.filter(({ kind }) => kind === 'rejected')).toHaveLength(2)
    expect(items).toHaveLength(1002)
  })

  test('takes linear time however many quotes are forgotten', async () => {
    const secondsFor = async (count: number): Promise<number> => {
      const path = fileOf('x.csv', `text,label\n${'x"y,a\n"z,b\nplain,c\n'.repeat(count)}`)
      const started = performance.now()
      const items = await readItems(path)
      expect(items.filter(({ kind }) => kind === 'row')).toHaveLength(2 * count)
      return performance.now() - started
    }
    // Eight times the quotes would take 64 times as long if each were searched for to the end of the file.
    const few = await secondsFor(1000)
    expect((await secondsFor(8000)) / few).toBeLessThan(24)
  })

  test('rejects a row that is longer than a text may be', async () => {
    const csv = `text,label\n${'x'.repeat(maxTextBytes + 1)},a\n"${`${'y'.repeat(999)}\n`.repeat(maxTextBytes / 999)}",a\nshort,b\n`
    const items = await readShort(fileOf('x.csv', csv))
    expect(items[0]).toEqual([2, 'Longer than 10 MB'])
    expect(items[1]).toEqual([3, 'A quote (") is opened and never closed'])
    expect(items.at(-1)).toEqual(['b', 'short'])
  }, 60_000)
})

describe('TSV', () => {
  test('takes quotes inside a field as plain characters', async () => {
    const tsv =
      'label\ttext\na\tHe said "no\nb\t"Yes", she said\nc\t"all of it, ""quoted"""\nd\t"two\nlines"\ne\t"odd\nf\tend"\n'
    expect(await readShort(fileOf('x.tsv', tsv))).toEqual([
      ['a', 'He said "no'],
      ['b', '"Yes", she said'],
      ['c', 'all of it, "quoted"'],
      ['d', 'two\nlines'],
      ['e', '"odd'],
      ['f', 'end"'],
    ])
  })

  test('is not split at commas', async () => {
    expect(await readShort(fileOf('x.tsv', 'text\tlabel\na, b, c\tx, y\n'))).toEqual([['x, y', 'a, b, c']])
  })
})

describe('a table that cannot be opened', () => {
  test.each([
    ['empty', '', 'is empty'],
    ['blank', '\n \n', 'is empty'],
    ['a broken header', '"text,label\nx,y\n', 'header of'],
  ])('is an error if it is %s', async (_, content, message) => {
    const path = fileOf('x.csv', content)
    const fault = await faultOf(readItems(path))
    expect(fault).toContain(path)
    expect(fault).toContain(message)
  })
})

test.each([
  ['csv', ','],
  ['tsv', '\t'],
])('Whatever is written as .%s is read back', async (form, delimiter) => {
  const special = fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', '\t', "'", ' ', 'é', '\u{1f600}', '<')
  // In TSV, lines that each have every tab are taken for records of their own, whatever their quotes.
  const cell = fc.string({ unit: special }).map((text) => `x${form === 'tsv' ? text.replaceAll('\t', ' ') : text}y`)
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 })
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), async (rows, end) => {
      const lines = [['text', 'label'], ...rows].map((row) => row.map(quoted).join(delimiter) + end)
      const read = await readShort(fileOf(`x.${form}`, lines.join('')), { stripHtml: false })
      expect(read).toEqual(rows.map(([text, label]) => [cleanLabel(label), text]))
    }),
  )
})

test('Plain text is a table where a person says what cuts its lines', async () => {
  const lines = ['It was lovely -> good', 'I left early -> bad', 'They sang -> good', 'Nobody came -> bad']
  const path = fileOf('notes.txt', lines.join('\n'))
  expect(await faultOf(readShort(path))).toContain('is a plain text, not a table')
  const settings = { separator: '->', header: 'no' as const, textColumn: 'column 1', labelColumn: 'column 2' }
  expect(await readShort(path, settings)).toEqual(lines.map((line) => line.split(' -> ').reverse()))
})
