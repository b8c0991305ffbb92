import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentKind } from '../../../../../src/main/trainer/dataset/bytes/content-kind.ts'
import { tableFormOf } from '../../../../../src/main/trainer/dataset/formats/form.ts'
import { refusals } from '../../../../../src/main/trainer/dataset/formats/refusals.ts'
import { writeParquet } from '../parquet-writer.ts'
import { fileOf } from '../scratch.ts'
import { writeWorkbook } from '../workbook/workbook-writer.ts'
import { writeZip } from '../zip-writer.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const csv = 'text,label\nA fine day,pos\nRain again,neg\n'
const workbook = writeWorkbook({ sheets: [{ name: 'S', rows: [['text', 'label'], ['a', 'b']] }] }) // prettier-ignore
const parquet = writeParquet([{ name: 'text', values: ['a'] }], 1, false)
const lines = (line: (i: number) => string, count = 20) => Array.from({ length: count }, (_, i) => line(i)).join('\n')

describe('a table', () => {
  test.each<[form: string, content: string | Uint8Array]>([
    ['csv', csv],
    ['csv', 'text;label\n"a; b";x\nc;y\n'],
    ['csv', `% reviews\n@relation reviews\n@attribute text string\n@attribute class {a,b}\n@data\n'one, two',a\n`],
    ['csv', lines((i) => `a text, or ${i % 3 === 0 ? 'two, or three' : 'one'}|${i % 2}`)],
    ['csv', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['csv', Buffer.from(csv, 'utf16le').swap16()],
    ['tsv', lines((i) => `A day, number ${i}, and so on\t${i % 2}`)],
    ['json', '[\n  {"text": "a", "label": "b"}\n]'],
    ['json', '[["a", "b"], ["c", "d"]]'],
    ['json', '{\n "data": [{"text": "a"}]}'],
    ['json', '\ufeff {"text":"a"}'],
    ['jsonl', lines((i) => `{"text":"a ${i}","label":NaN}`)],
    ['jsonl', '{"text":"a"}\n\n{"text":"b"\n{"text":"c"}\n'],
    ['fasttext', lines((i) => `__label__${i % 2} A text, with commas`)],
    ['fasttext', lines((i) => `A text ${i} __label__${i % 2}`)],
    ['fasttext', lines((i) => `${i % 2 ? 'DESC:manner' : 'ENTY:animal'} How did it go ?`)],
    ['parquet', parquet],
    ['arrow', 'ARROW1\0\0rest'],
    ['arrow', latin1('\xff\xff\xff\xff\x10\0\0\0')],
    ['xlsx', workbook],
    ['csv', gzipSync(csv)],
    ['jsonl', gzipSync(lines(() => '{"text":"a"}'))],
    ['csv', Buffer.concat([gzipSync('text,label\n'), gzipSync('a,b\nc,d\n')])],
    ['csv', writeZip({ '__MACOSX/._data.csv': '\0', 'd/.DS_Store': '\0', 'd/data.csv': csv, 'd/README.md': 'About' })],
    ['json', writeZip({ data: '[{"text":"a"}]' })],
  ])('is told by what it holds: %s', async (form, content) => {
    for (const name of ['data', 'data.txt', 'data.dat', 'data.csv', 'data.xls']) {
      expect(await tableFormOf(fileOf(name, content))).toBe(form)
    }
  })

  test('may be what its name says, where its lines do not tell', async () => {
    const one = 'a single line of words'
    expect(await tableFormOf(fileOf('x.csv', one))).toBe('csv')
    expect(await tableFormOf(fileOf('x.TSV.gz', gzipSync(one)))).toBe('tsv')
    expect(await tableFormOf(fileOf('x.json', one))).toMatchObject({ reason: `is no JSON: ${refusals.prose}` })
    expect(await tableFormOf(fileOf('x.parquet', one))).toMatchObject({ reason: refusals.prose })
  })
})

test.each(['PARENT,text,label', 'ORCHESTRA,text,label', 'ARROW1,text,label', 'FEA1,text,label'])(
  'a table is one, though its header begins as another kind of file does: %s',
  async (header) => {
    expect((await contentKind(fileOf('x.csv', `${header}\n${'7,A fine day,pos\n'.repeat(5)}`))).kind).toBe('csv')
  },
)

describe('a file that is no table', () => {
  test.each<[kind: string, content: string | Uint8Array]>([
    ['empty', ''],
    ['empty', ' \n\n'],
    ['prose', 'It was a fine day, all in all.\nThen it rained; we went home, and slept.\n\nThe end.'],
    ['lfs-pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n'],
    ['html', '\n<!DOCTYPE html>\n<html><body>Sign in</body></html>'],
    ['html', '<?xml version="1.0"?><!-- page --><html xmlns="x">'],
    ['xml', '<?xml version="1.0"?><rss><item/></rss>'],
    ['python', "{'text': 'a', 'label': 1}\n{'text': 'b', 'label': 0}"],
    ['python', "[{'text': 'a'}]"],
    ['svmlight', lines((i) => `${i % 2 ? '+1' : '-1'} 1:0.5 7:1e-3 # a note`)],
    ['sql', '-- MySQL dump 10.13\n--\n/*!40101 SET NAMES utf8 */;\n\nDROP TABLE IF EXISTS `a`;\n'],
    ['sql', '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n'],
    ['sql', "INSERT INTO reviews (body, label) VALUES ('a', 'b');\n"],
    ['mailbox', lines((i) => `From a@b.c Mon Jan  1 00:00:0${i % 9} 2024\r\nSubject: ${i}\r\n\r\nA text.\r\n`)],
    ['yaml', 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n'],
    ['yaml', '---\n- text: a\n  label: b\n'],
    ['rasa', '## intent:greet\n- hello\n- good day\n'],
    ['words', 'EU NNP B-ORG\nrejects VBZ O\n\nGerman JJ B-MISC\ncall NN O\n. . O\nto TO O\n'],
    ['words', lines((i) => `# text = a b\n1\ta\ta\tDET\t_\t_\t2\tdet\t_\t_\n2\tb\tb\tN\t_\t_\t0\troot\t_\tn=${i}\n`)],
    ['pickle-text', '(lp0\n(Va lamp\np1\nVpos\np2\ntp3\na.'],
    ['stata', latin1(`\x72\x02\x01\0${'\0'.repeat(300)}`)],
    ['prose', 'From one@example.org Mon Jan  1 00:00:00 2024\nSubject: alone\n\nA text.\n'],
    ['pdf', '%PDF-1.7\n%\0'],
    ['rtf', '{\\rtf1\\ansi}'],
    ['picture', latin1('\x89PNG\r\n\x1a\n\0\0\0')],
    ['picture', latin1('\xff\xd8\xff\xe0\0\x10JFIF')],
    ['picture', latin1('GIF89a\x01\0\x01\0')],
    ['pickle', latin1('\x80\x04\x95\x10\0\0\0\0\0\0\0]')],
    ['numpy', latin1('\x93NUMPY\x01\0')],
    ['sqlite', 'SQLite format 3\0more'],
    ['hdf5', latin1('\x89HDF\r\n\x1a\n\0')],
    ['7z', latin1("7z\xbc\xaf'\x1c\0\x04")],
    ['rar', latin1('Rar!\x1a\x07\x01\0')],
    ['xz', latin1('\xfd7zXZ\0\0')],
    ['bzip2', latin1('BZh91AY&SY\0')],
    ['tar', Buffer.concat([Buffer.alloc(257, 'x'), latin1('ustar\0')])],
    ['xls', Buffer.concat([latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), Buffer.from('Workbook', 'utf16le')])],
    ['doc', Buffer.concat([latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), Buffer.from('WordDocument', 'utf16le')])],
    ['safetensors', Buffer.concat([latin1('\x40\0\0\0\0\0\0\0'), Buffer.from('{"a":{"dtype":"F32"}}')])],
    ['docx', writeZip({ '[Content_Types].xml': 'x', 'word/document.xml': 'x' })],
    ['ods', writeZip({ mimetype: 'x', 'content.xml': 'x' })],
    ['epub', writeZip({ mimetype: 'x', 'META-INF/container.xml': 'x', 'content.xml': 'x' })],
    ['pytorch', writeZip({ 'model/data.pkl': 'x', 'model/data/0': 'x' })],
    ['xlsb', writeZip({ 'xl/workbook.bin': 'x' })],
    ['zip', writeZip({ 'inner.zip': writeZip({ 'a.csv': csv }) })],
    ['gzip', gzipSync(gzipSync(csv))],
    ['binary', Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 37) % 256))],
  ])('is told by what it holds: %s', async (kind, content) => {
    const path = fileOf('data.csv.bin', content)
    expect((await contentKind(path)).kind).toBe(kind)
    const told = { reason: refusals[kind as keyof typeof refusals], ...(kind === 'prose' && { isProse: true }) }
    expect(await tableFormOf(path)).toEqual(told)
  })

  test.each<[string, string | Uint8Array]>([
    ['holds 3 files (a.csv, b.csv, notes.txt): unpack it', writeZip({ 'a.csv': csv, 'b.csv': csv, 'notes.txt': 'x' })],
    ['holds no table: unpack it', writeZip({ 'README.md': 'x' })],
    ['holds a Parquet file inside gzip: unpack it', gzipSync(parquet)],
    ['is a ZIP archive, or an Excel workbook, inside another archive: unpack it', writeZip({ 'a.xlsx': workbook })],
    ['is cut short or damaged: download or save it again', gzipSync(csv).subarray(0, 30)],
    ['is cut short or damaged: download or save it again', writeZip({ 'a.csv': csv }).subarray(0, 60)],
  ])('says that it %s', async (reason, content) => {
    expect(await tableFormOf(fileOf('x.csv', content))).toEqual({ reason: expect.stringContaining(reason) as string })
  })

  test('is told in a sentence that says what to do', () => {
    for (const sentence of Object.values(refusals)) expect(sentence).toMatch(/^(is|holds) .*\.$/)
  })
})

test('No bytes make it crash', async () => {
  const starts = [
    'PK\x03\x04',
    '\x1f\x8b\x08\0',
    '\x28\xb5\x2f\xfd',
    '[',
    '{"',
    '<',
    '__label__',
    'PAR1',
    'a\tb\n',
    '\xff\xfe',
  ]
  const bytes = fc.tuple(fc.constantFrom('', ...starts), fc.uint8Array({ maxLength: 200 }))
  await fc.assert(
    fc.asyncProperty(bytes, async ([start, rest]) => {
      const form = await tableFormOf(fileOf('x', Buffer.concat([latin1(start), rest])))
      if (typeof form !== 'string') expect(form.reason).toMatch(/^(is|holds) .*\.$/s)
    }),
    { numRuns: 300 },
  )
})

test.each(['-- \n', '--\n', '/**/', '/* * /', 'From a 2024\na:\n\n', 'From a '])(
  'Takes linear time on many times %j',
  async (piece) => {
    const path = fileOf('x', piece.repeat(64_000 / piece.length))
    const started = performance.now()
    await contentKind(path)
    expect(performance.now() - started).toBeLessThan(2000)
  },
)
