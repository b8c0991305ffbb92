import { gzipSync } from 'node:zlib'
import { writeParquet } from '../../../test/main/trainer/dataset/parquet-writer.ts'
import { writeWorkbook } from '../../../test/main/trainer/dataset/workbook/workbook-writer.ts'
import { writeZip } from '../../../test/main/trainer/dataset/zip-writer.ts'

/** What a file of about so many bytes may hold. */
export const megabyte = 2 ** 20

/** A unit as often as a megabyte holds it. */
export const fill = (unit: string): string => unit.repeat(Math.ceil(megabyte / Buffer.byteLength(unit)))

/** Different units, by their number, until a megabyte is full. */
export function each(unit: (i: number) => string): string {
  const units: string[] = []
  for (let size = 0; size < megabyte; size += Buffer.byteLength(units.at(-1) ?? '')) units.push(unit(units.length))
  return units.join('')
}

const rows = 'text,label\ngood,a\nbad,b\nfine,a\n'
const text = (content: string): string => `text,label\n"${content}",a\nbad,b\nfine,a\n`

/** Zstandard's way to write 128 kB in four bytes, as often as a megabyte holds it: 34 GB (RFC 8878, 3.1.1.2.2). */
function zstdBomb(): Buffer {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38])
  const block = Buffer.alloc(4)
  block.writeUIntLE(((2 ** 17) << 3) | 2, 0, 3)
  block.write('a', 3)
  return Buffer.concat([frame, ...Array.from({ length: megabyte / 4 }, () => block)])
}

/** Tables of a megabyte that are meant to take long or much memory. */
export const extremeTables: Readonly<Record<string, () => string | Buffer>> = {
  'columns.csv': () => `${fill('a,')}\n${fill('b,')}\n`,
  'named columns.csv': () => `${each((i) => `c${i},`)}\n${fill('b,')}\n`,
  'quotes.csv': () => fill('"'),
  'opened quotes.csv': () => `text,label\n${fill('"a,b\n')}`,
  'odd quotes.csv': () => `text,label\n${fill('a "b" c,"x"y\n')}`,
  'doubled quotes.csv': () => text(fill('""')),
  'one line.csv': () => fill('word '),
  'no line.csv': () => `text,label,${fill('x')}`,
  'short rows.csv': () => `text,label\n${fill('a,b\n')}`,
  'uneven rows.csv': () => `text,label\n${each((i) => `${'a,'.repeat(i % 50)}b\n`)}`,
  'labels.csv': () => `text,label\n${each((i) => `text ${i},l${i}\n`)}`,
  'labels twice.csv': () => `text,label\n${each((i) => `text ${i},l${i >> 1}\n`)}`,
  'labels alike.csv': () =>
    `text,label\n${each((i) => `t${i},${i.toString(2).replaceAll('0', 'a').replaceAll('1', 'A')}\n`)}`,
  'long labels.csv': () => `text,label\n${each((i) => `t${i},${'label '.repeat(20)}${i >> 2}\n`)}`,
  'numbers as labels.csv': () => `text,label\n${each((i) => `t${i},${i}.0\n`)}`,
  'one text.csv': () => `text,label\n${fill('the same text,a\nthe same text,b\n')}`,
  'texts alike.csv': () => `text,label\n${each((i) => `${'the same beginning '.repeat(5)}${i},l${i % 2}\n`)}`,
  'separators.csv': () => each((i) => `a${',;|\t:'[i % 5]}b${',;|\t:'[(i >> 3) % 5]}`),
  'line feeds.csv': () => fill('\n'),
  'returns.csv': () => fill('\r'),
  'mixed line ends.csv': () => fill('a,b\r\nc,d\re,f\n'),
  'marks.csv': () => fill('\ufeff'),
  'zeros.csv': () => Buffer.alloc(megabyte),
  'spaces.csv': () => fill(' '),
  'spaces in a text.csv': () => text(fill(' ')),
  'tabs and spaces in a text.csv': () => text(fill(' \t\u00a0x')),
  'opened tags in a text.csv': () => text(fill('<')),
  'tags in a text.csv': () => text(fill('<a<b')),
  'comments in a text.csv': () => text(fill('<!--')),
  'attributes in a text.csv': () => text(`<a ${fill("b='")}`),
  'entities in a text.csv': () => text(fill('&amp')),
  'addresses in a text.csv': () => text(fill('http://a@')),
  'one word in a text.csv': () => text(fill('x')),
  'marks above in a text.csv': () => text(fill('\u0301')),
  'ideographs in a text.csv': () => text(fill('中')),
  'wrong letters in a text.csv': () => text(fill('Ã©')),
  'halves of letters in a text.csv': () => Buffer.from(text(fill('é')), 'latin1'),
  'lines before the header.csv': () => `${fill('Report of 2024\n')}${rows}`,
  'numbers.csv': () => `text,label\n${each((i) => `${'9'.repeat(i % 300)},${i % 2}\n`)}`,
  'lists.json': () => '['.repeat(megabyte / 2) + ']'.repeat(megabyte / 2),
  'objects.json': () => '{"a":'.repeat(megabyte / 6) + '1' + '}'.repeat(megabyte / 6),
  'objects that do not end.json': () => fill('{"a":'),
  'records with a field of their own.json': () => `[${each((i) => `{"k${i}":"text of it"},`)}{}]`,
  'fields of one record.json': () => `[{${each((i) => `"k${i}":1,`)}"z":1}]`,
  'columns of lists.json': () => `{"text":[${fill('"a",')}"b"],"label":[${fill('1,')}2]}`,
  'records by their names.json': () => `{${each((i) => `"k${i}":{"text":"t","label":"l"},`)}"z":{}}`,
  'nested records.json': () => `[${fill(`{"text":"a","label":${'['.repeat(100)}${']'.repeat(100)}},`)}{}]`,
  'escapes.json': () => `[{"text":"${fill('\\u0000')}","label":"a"}]`,
  'a string that does not end.json': () => `[{"text":"${fill('\\"')}`,
  'digits.json': () => `[{"text":"a","label":${fill('9')}}]`,
  'digits of Python.json': () => `[{"text":NaN,"label":${fill('9')}}]`,
  'numbers.json': () => `[${fill('1,')}1]`,
  'empty records.json': () => `[${fill('{},')}{}]`,
  'beginnings.jsonl': () => fill('{\n'),
  'records over lines.jsonl': () => fill('{"text":\n"a",\n"label":"b"}\n'),
  'fields of their own.jsonl': () => each((i) => `{"text":"t","k${i}":"l"}\n`),
  'records in a line.jsonl': () => fill('{"text":"a","label":"b"}'),
  'lists of labels.jsonl': () => `{"text":"a","label":[${fill('"b",')}"c"]}\n{"text":"b","label":["c"]}\n`,
  'names.jsonl': () => fill('{"__proto__":{"a":1},"text":"a","label":"__proto__"}\n'),
  'labels of a line.txt': () => `${fill('__label__a ')}text\n`,
  'labels of lines.txt': () => each((i) => `__label__l${i} text\n`),
  'prefixes.txt': () => fill('__label__'),
  'colons.txt': () => fill('a:1 b:2\n'),
  'columns.parquet': () =>
    writeParquet(Array.from({ length: 5000 }, (_, i) => ({ name: `c${i}`, values: ['x', 'y'] })), 2, false), // prettier-ignore
  'groups.parquet': () =>
    writeParquet(
      ['text', 'label'].map((name) => ({ name, values: Array.from({ length: 3000 }, (_, i) => `v${i % 7}`) })),
      1,
      false,
    ),
  'packed.parquet': () =>
    writeParquet(
      ['text', 'label'].map((name) => ({ name, values: Array.from({ length: 40 }, () => 'x'.repeat(10_000_000)) })),
      1,
      true,
    ),
  'rows.csv.gz': () => gzipSync(rows + 'a,b\n'.repeat(60_000_000), { level: 9 }),
  'a text.csv.gz': () => gzipSync(Buffer.concat([Buffer.from(rows), Buffer.alloc(900_000_000, 'x')]), { level: 9 }),
  'members.csv.gz': () => {
    const member = gzipSync('a,b\n')
    return Buffer.concat([gzipSync(rows), ...Array.from({ length: megabyte / member.length }, () => member)])
  },
  'block.csv.zst': zstdBomb,
  'rows.zip': () => writeZip({ 'a.csv': rows + 'a,b\n'.repeat(60_000_000) }),
  'members.zip': () => writeZip(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`${i}.csv`, rows]))),
  'zips.zip': () => writeZip({ 'a.zip': writeZip({ 'b.zip': writeZip({ 'c.csv': rows }) }) }),
  'cells.xlsx': () => sheet('<row>' + '<c t="inlineStr"><is><t>a</t></is></c>'.repeat(3_000_000) + '</row>'),
  'rows.xlsx': () => sheet('<row/>'.repeat(20_000_000)),
  'far cells.xlsx': () =>
    sheet('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row><row r="99999999"><c r="A99999999"/></row>'),
  'a text.xlsx': () => sheet(`<row><c t="inlineStr"><is><t>${'x'.repeat(300_000_000)}</t></is></c></row>`),
  'strings.xlsx': () => writeWorkbook({ sheets: [{ name: 'S', rows: [['text', 'label']] }], strings: '<si><t>a</t></si>'.repeat(9_000_000) }), // prettier-ignore
  'merges.xlsx': () =>
    writeWorkbook({ sheets: [{ name: 'S', rows: [['text', 'label'], ['a', 'b']], merged: Array.from({ length: 100_000 }, (_, i) => `A1:XFD${i + 2}`) }] }), // prettier-ignore
  'sheets.xlsx': () => writeWorkbook({ sheets: Array.from({ length: 2000 }, (_, i) => ({ name: `S${i}`, rows: [['text', 'label'], ['a', 'b']] })) }), // prettier-ignore
  'tags.xlsx': () => sheet('<a>'.repeat(5_000_000)),
  'formats.xlsx': () => writeWorkbook({ sheets: [{ name: 'S', rows: [['text', 'label'], ['a', 1]] }], formats: Array.from({ length: 60_000 }, () => '[>1]0.0;"x"@') }), // prettier-ignore
}

function sheet(rows: string): Buffer {
  return writeWorkbook({ sheets: [{ name: 'S', rows }] })
}
