import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { openDelimited } from '../../../../../src/main/trainer/dataset/delimited/delimited.ts'
import type { TableReading } from '../../../../../src/main/trainer/dataset/formats/table.ts'
import { fileOf } from '../scratch.ts'
import { inEnglish } from '../../../../in-english.ts'
import { english } from '../../../../../src/shared/said.ts'

/** A table as it is read: its columns, its rows or why they are left out, and what it says of itself. */
async function read(content: string | Uint8Array, changes: Partial<TableReading> = {}) {
  const table = await openDelimited(fileOf('x.csv', content), {
    encoding: null,
    separator: null,
    header: 'auto',
    sheet: null,
    ...changes,
  })
  const rows: unknown[] = []
  for await (const row of table.rows(table.columns)) {
    rows.push('cells' in row ? row.cells.map((cell) => String(cell ?? '').trim()) : `${row.line}: ${row.reason}`)
  }
  return {
    columns: table.columns,
    rows,
    said: (table.findings ?? []).map(({ sentence }) => english(sentence)),
    findings: table.findings,
    separator: table.facts?.separator?.used,
  }
}

const films = [
  'a warm and clever film to the end',
  'dull from the first scene to the last',
  'I laughed, and so did they all',
]
/** Rows of a text and a label, and what they are when read. */
const some = Array.from({ length: 12 }, (_, i) => [`${films[i % 3]}, number ${i}`, i % 2 ? 'pos' : 'neg'])
const quoted = (cells: readonly string[], delimiter: string) =>
  cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter)
const body = (delimiter: string, end = '\n') => some.map((cells) => quoted(cells, delimiter) + end).join('')

describe('A delimiter', () => {
  test.each([',', ';', '\t', '|', '^', '~', '\x01', '::', '||', '|||', '\t|\t', '|~|', '##'])(
    'may be %j, and others stand in the text',
    async (delimiter) => {
      const { columns, rows } = await read(`text${delimiter}label\n${body(delimiter)}`)
      expect(columns).toEqual(['text', 'label'])
      expect(rows).toEqual(some)
    },
  )

  test.each([' ', '¬', '=>', 'X'])('is %j where the person says so', async (separator) => {
    const lines = ['text', 'one', 'two', 'three', 'four'].map((text, i) => `"${text}"${separator}label${i}`)
    const { columns, rows, separator: used } = await read(lines.join('\n'), { separator, header: 'yes' })
    expect(columns).toEqual(['text', 'label0'])
    expect(rows).toEqual(['one', 'two', 'three', 'four'].map((text, i) => [text, `label${i + 1}`]))
    expect(used).toBe(separator)
  })

  test('that the person says goes before the one that most lines or a line sep= say', async () => {
    const content = 'sep=;\ntext;comment,label\na;b,pos\nc;d,neg\n'
    expect((await read(content)).columns).toEqual(['text', 'comment,label'])
    expect((await read(content, { separator: ',' })).rows).toEqual([
      ['a;b', 'pos'],
      ['c;d', 'neg'],
    ])
  })

  test('that is in no line leaves one column', async () => {
    const { columns, separator } = await read('text,label\na,pos\n', { separator: '|' })
    expect(columns).toEqual(['text,label'])
    expect(separator).toBeNull()
  })

  test('is judged by all lines, not by the header', async () => {
    const { columns } = await read(`text;comment,label\n${body(',')}`)
    expect(columns).toEqual(['text;comment', 'label'])
  })

  test('is told from decimal commas', async () => {
    const { rows } = await read('score;text;label\n' + '3,5;fine film;pos\n1,0;dull film;neg\n'.repeat(4))
    expect(rows).toHaveLength(8)
    expect(rows[0]).toEqual(['3,5', 'fine film', 'pos'])
  })

  test.each(['sep=;\n', '\ufeffsep=;\r\n', '"sep=;"\n', 'SEP=;\n'])('is what %j says', async (line) => {
    const { columns, rows } = await read(`${line}a,b;c,d\n1,2;3,4\n`)
    expect(columns).toEqual(['a,b', 'c,d'])
    expect(rows).toEqual([['1,2', '3,4']])
  })

  test('is missing from a file of one column, which is said', async () => {
    const { columns, rows, said } = await read('text\nGood, really\nBad\nSo, so, so\n')
    expect(columns).toEqual(['text'])
    expect(rows).toEqual([['Good, really'], ['Bad'], ['So, so, so']])
    expect(said).toEqual([expect.stringContaining('one column only, "text"')])
  })
})

describe('A first line', () => {
  test.each([
    [
      'a label among labels',
      `neg\tdull from the start\n${some.map(([text, label]) => `${label}\t${text}\n`).join('')}`,
    ],
    [
      'numbers among numbers',
      Array.from({ length: 9 }, (_, i) => `${i},"a film, number ${i}",${(i % 5) + 1}\n`).join(''),
    ],
    ['a text as long as the others', some.map(([text], i) => `${text?.replaceAll(',', '')}|${i}\n`).join('')],
  ])('with %s is a row, which is kept and said', async (_, content) => {
    const { columns, rows, findings } = await read(content)
    expect(columns[0]).toBe('column 1')
    expect(rows).toHaveLength(content.trim().split('\n').length)
    expect(inEnglish(findings)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        sentence: expect.stringContaining('has no header: line 1'),
        fixes: [{ title: 'Take it for a header', change: { header: 'yes' } }],
      }),
    ])
    expect((await read(content, { header: 'yes' })).rows).toHaveLength(rows.length - 1)
  })

  test.each([
    ['names above numbers', `0,1\n${some.map(([text], i) => `"${text}",${i % 2}\n`).join('')}`],
    ['a class as the name', `text,pos\n${body(',')}`],
    ['questions', `What did you like about the event?,label\n${body(',')}`],
    ['the index of pandas', `,text,label\n${some.map((cells, i) => `${i},${quoted(cells, ',')}\n`).join('')}`],
  ])('of %s is a header', async (_, content) => {
    expect((await read(content)).rows).toHaveLength(12)
  })

  test('is a row if the person says so', async () => {
    const { columns, rows, findings } = await read(`text,label\n${body(',')}`, { header: 'no' })
    expect(columns).toEqual(['column 1', 'column 2'])
    expect(rows[0]).toEqual(['text', 'label'])
    expect(inEnglish(findings)).toEqual([])
  })

  test.each([
    ['a title', 'Customer voice export\nCreated 2024-01-31\n\n', 4],
    ['a title with empty cells', 'Export of reviews,\n', 2],
    ['comments', '# made by hand\n# on Monday, at last, in haste\n', 3],
  ])('of %s is passed over, which is said', async (_, above, line) => {
    const { columns, rows, said } = await read(`${above}text,label\n${body(',')}`)
    expect(columns).toEqual(['text', 'label'])
    expect(rows).toEqual(some)
    expect(said).toEqual([expect.stringContaining(`The header of x.csv is line ${line}`)])
  })

  test('has different names', async () => {
    const { columns, said } = await read('text,text,,"Customer\n text",text\na,b,c,d,e\n')
    expect(columns).toEqual(['text', 'text.1', 'column 3', 'Customer text', 'text.2'])
    expect(said).toEqual([expect.stringContaining('"text.1" and "text.2"')])
  })

  test('that comes again is no row', async () => {
    expect((await read(`text,label\n${body(',')}\ufefftext,label\n`)).rows.at(-1)).toBe('14: Repeats the header.')
  })

  test('of R lacks the name of the row names', async () => {
    const { columns, rows } = await read(
      `"text","label"\n${some.map((cells, i) => `"${i}","${cells.join('","')}"\n`).join('')}`,
    )
    expect(columns).toEqual(['column 1', 'text', 'label'])
    expect(rows[3]).toEqual(['3', ...(some[3] ?? [])])
  })
})

describe('A row', () => {
  const row = async (line: string) => (await read(`id,text,label\n1,a,b\n${line}\n2,c,d\n`)).rows.slice(1, -1)
  test.each([
    ['its last cells missing', '7,x', ['7', 'x', '']],
    ['empty cells too many', '7,x,y,,', ['7', 'x', 'y']],
    ['blanks before its quotes', '7, "x, ""z""" , "y"', ['7', 'x, "z"', 'y']],
    ['quotes in the middle', '7,5" disk,y', ['7', '5" disk', 'y']],
    ['quotes closed too early', '7,"x" z,y', ['7', 'x z', 'y']],
    ['other quotes', "7,“x”,'y'", ['7', '“x”', "'y'"]],
    ['CR in a field', '7,x\rz,y', ['7', 'x\rz', 'y']],
  ])('with %s is read whole', async (_, line, cells) => {
    expect(await row(line)).toEqual([cells])
  })

  test.each([
    ['an unquoted delimiter', '7,x,z,y', '3: Has 4 fields where the header has 3.'],
    ['one field', '7', '3: Has 1 field where the header has 3.'],
    ['a quote that stays open', '7,"x,y', '3: A quote (") is opened and never closed.'],
    ['a NUL', '7,x\0,y', '3: Holds NUL bytes: it is not UTF-8 text.'],
  ])('with %s is left out with the reason', async (_, line, reason) => {
    expect(await row(line)).toEqual([reason])
  })

  test('may end in CR where others end in LF', async () => {
    expect((await read('text,label\nA,b\rC,d\rE,f\nG,h\n')).rows).toEqual([
      ['A', 'b'],
      ['C', 'd'],
      ['E', 'f'],
      ['G', 'h'],
    ])
    expect((await read('text,label\rA,b\rC,d\nE,f\r')).rows).toEqual([
      ['A', 'b'],
      ['C', 'd'],
      ['E', 'f'],
    ])
  })

  test('has its quotes escaped by backslashes where the file does so', async () => {
    const content = `text,label\n${'"they said \\"yes\\", twice",a\n"C:\\\\x, y",b\nc:\\new,c\n'.repeat(3)}`
    expect((await read(content)).rows.slice(0, 3)).toEqual([
      ['they said "yes", twice', 'a'],
      ['C:\\x, y', 'b'],
      ['c:\\new', 'c'],
    ])
    expect((await read('text,label\n"C:\\dir\\",a\n"D:\\",b\n')).rows).toEqual([
      ['C:\\dir\\', 'a'],
      ['D:\\', 'b'],
    ])
  })
})

describe('A hostile table', () => {
  test('of a million columns is a sentence', async () => {
    const header = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',')
    await expect(read(`${header}\n1,2\n`)).rejects.toThrow(/has 1,000,000 columns: Lastlayer reads tables of at most/)
  })

  test('of a row of 100 MB leaves that out, and reads on', async () => {
    const before = process.memoryUsage().rss
    const { rows } = await read(
      Buffer.concat([Buffer.from('text,label\n'), Buffer.alloc(1e8, 'x,'), Buffer.from('\nA,b\n')]),
    )
    expect(rows).toEqual(['2: Longer than 10 MB: it is not one text.', ['A', 'b']])
    expect(process.memoryUsage().rss - before).toBeLessThan(1e9)
  })

  test('of a header without an end is a sentence', async () => {
    await expect(read(Buffer.alloc(2e7, 'x,'))).rejects.toThrow(/header of .* cannot be read: Longer than 10 MB/)
  })
})

test('Whatever is written in a dialect and an encoding is read back', async () => {
  const special = fc.constantFrom('a', 'b', '"', ',', ';', '\n', '\t', '|', "'", ' ', 'é', '日', '\\')
  const cell = fc.string({ unit: special, maxLength: 12 }).map((text) => `x${text}y`)
  const rows = fc.array(fc.tuple(cell, cell, fc.constantFrom('pos', 'neg')), { minLength: 1, maxLength: 12 })
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '|', '^', '::', '|||'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
    mark: fc.boolean(),
    blank: fc.constantFrom('', ' '),
    trail: fc.boolean(),
    last: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(rows, dialect, async (cells, { delimiter, end, encoding, mark, blank, trail, last }) => {
      const write = (text: string) => `"${text.replaceAll('"', '""')}"`
      const lines = [['title', 'text', 'label'], ...cells].map(
        (line) => line.map(write).join(delimiter + blank) + (trail ? delimiter : ''),
      )
      const content = iconv.encode((mark ? '\ufeff' : '') + lines.join(end) + (last ? end : ''), encoding)
      // In UTF-16 without a mark, a few odd characters are too little to tell it by.
      const read_ = await read(content, { encoding: mark ? null : encoding })
      expect(read_.columns.slice(0, 3)).toEqual(['title', 'text', 'label'])
      expect(read_.rows.map((row) => (row as string[]).slice(0, 3))).toEqual(cells)
    }),
  )
})
