import { execFileSync } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { maxTextBytes } from '../../../../../src/main/trainer/dataset/bytes/files.ts'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { page, pdf, wordDocument } from '../documents/document-writer.ts'
import { folderOf, optionsFor, readItems, readShort } from '../scratch.ts'
import { english } from '../../../../../src/shared/said.ts'

describe('a folder of label folders', () => {
  test('gives the texts of each label, sorted by name, without a split', async () => {
    const folder = folderOf({
      'pos/b.txt': 'B',
      'pos/a.TXT': 'A',
      'neg/1.txt': 'C\n',
      'neg/notes.md': '-',
      'readme.txt': '-',
    })
    expect(await readItems(folder)).toEqual([
      { kind: 'row', text: 'C', label: 'neg', split: null, file: join('neg', '1.txt'), line: 0 },
      { kind: 'row', text: 'A', label: 'pos', split: null, file: join('pos', 'a.TXT'), line: 0 },
      { kind: 'row', text: 'B', label: 'pos', split: null, file: join('pos', 'b.txt'), line: 0 },
    ])
  })

  test('leaves out hidden files and folders, and what macOS puts into archives', async () => {
    const folder = folderOf({
      ...{
        'a/1.txt': 'A',
        'b/1.txt': 'B',
        'a/._1.txt': 'x',
        '.git/1.txt': 'x',
        '__MACOSX/1.txt': 'x',
        'images/1.png': 'x',
      },
    })
    expect(await readShort(folder)).toEqual([['a', 'A'], ['b', 'B']]) // prettier-ignore
  })

  test('gives of e-mails what they say, as they are answered, and says so', async () => {
    const mail = (text: string) => `Received: from x by y\nFrom: a@b.c\nSubject: Lamps\n\n${text}\n`
    const folder = folderOf({ 'ham/1': mail('A lamp.'), 'ham/2': 'No mail.', 'spam/1.eml': mail('Buy it.') })
    expect(await readShort(folder)).toEqual([['ham', 'A lamp.'], ['ham', 'No mail.'], ['spam', 'Buy it.']]) // prettier-ignore
    const { findings } = await openDataset(optionsFor(folder))
    expect(findings.map(({ sentence }) => english(sentence))).toEqual([
      `${join('ham', '1')} is an e-mail: of e-mails the text is read, without headers and attachments.`,
    ])
  })

  test('gives more texts than are read at a time, in order', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `${1000 + i}.txt`)
    const folder = folderOf(Object.fromEntries(names.map((name) => [`a/${name}`, name])))
    expect(await readShort(folder)).toEqual(names.map((name) => ['a', name]))
  })
})

describe('a folder with a train part', () => {
  test('reads the layout of aclImdb, without unsup and loose files', async () => {
    const folder = folderOf({
      ...{
        'imdb.vocab': 'a',
        README: 'x',
        'train/labeledBow.feat': 'x',
        'train/urls_pos.txt': 'x',
        'train/unsup/0.txt': 'x',
      },
      ...{
        'train/neg/0_1.txt': 'bad',
        'train/pos/0_9.txt': 'good',
        'test/neg/0_2.txt': 'poor',
        'test/pos/0_8.txt': 'fine',
      },
    })
    const items = await readItems(folder)
    expect(items.map((item) => item.kind === 'row' && [item.split, item.label, item.file])).toEqual([
      ['train', 'neg', join('train', 'neg', '0_1.txt')],
      ['train', 'pos', join('train', 'pos', '0_9.txt')],
      ['test', 'neg', join('test', 'neg', '0_2.txt')],
      ['test', 'pos', join('test', 'pos', '0_8.txt')],
    ])
  })

  test('has no split without a test part', async () => {
    const items = await readItems(folderOf({ 'train/a/1.txt': 'A', 'train/b/1.txt': 'B' }))
    expect(items.map((item) => item.kind === 'row' && [item.split, item.label])).toEqual([
      [null, 'a'],
      [null, 'b'],
    ])
  })

  test('may itself be the label "train"', async () => {
    expect(await readShort(folderOf({ 'train/1.txt': 'rails', 'plane/1.txt': 'wings' }))).toEqual([
      ['plane', 'wings'],
      ['train', 'rails'],
    ])
  })

  test('is found in the only folder of an unpacked archive', async () => {
    const folder = folderOf({ 'aclImdb/train/neg/1.txt': 'A', 'aclImdb/train/pos/1.txt': 'B' })
    expect(await readShort(folder)).toHaveLength(2)
  })
})

describe('a label folder of documents', () => {
  test('gives what Word documents, PDFs and web pages say, and says so', async () => {
    const folder = folderOf({
      'neg/1.pdf': pdf('The lamp is dull.'),
      'neg/2.docx': 'PK\x03\x04 and no more',
      'neg/3.pdf': pdf(''),
      'neg/4.html': page,
      'pos/1.docx': wordDocument('The lamp', 'is lovely.'),
      'pos/2.md': 'Bright.',
      'pos/3.png': '\x89PNG\r\n\x1a\n',
    })
    expect(await readShort(folder)).toEqual([
      ['neg', 'The lamp is dull.'],
      [0, 'Is cut short or damaged'],
      [0, 'Is a PDF without text, perhaps pictures of pages'],
      ['neg', 'Lamps\n\nIt\u2019s lovely.'],
      ['pos', 'The lamp\nis lovely.'],
      ['pos', 'Bright.'],
    ])
    const { findings } = await openDataset(optionsFor(folder))
    expect(findings.map(({ sentence }) => english(sentence))).toEqual([
      '1 file was left aside: ' + join('pos', '3.png') + '.',
      `${join('neg', '1.pdf')} is a PDF: of PDFs the text is read, without pictures.`,
      `${join('pos', '1.docx')} is a Word document: of Word documents the text is read, without headers and notes.`,
    ])
  })

  test('leaves them aside where they lie beside their texts', async () => {
    const folder = folderOf({ 'a/1.txt': 'A', 'a/1.pdf': pdf('A'), 'b/1.txt': 'B', 'b/1.docx': wordDocument('B') })
    expect(await readShort(folder)).toEqual([
      ['a', 'A'],
      ['b', 'B'],
    ])
  })

  test('keeps the tags of web pages if asked to', async () => {
    const folder = folderOf({ 'a/1.html': page, 'b/1.html': page })
    const [first] = await readItems(folder, { stripHtml: false })
    expect(first).toMatchObject({ text: expect.stringContaining('<h1>Lamps</h1>') })
  })
})

describe('a text file that cannot be used', () => {
  test('is rejected with its reason and the others are read', async () => {
    const folder = folderOf({
      'a/1.txt': 'fine',
      'a/2.txt': ' \n',
      'a/3.txt': Buffer.from('Le café était très agréable, à côté de la forêt', 'latin1'),
      'a/4.txt': Buffer.from('\ufeffhello', 'utf16le'),
      'a/5.txt': Buffer.from([1, 0, 2]),
      'a/6.txt': Buffer.alloc(maxTextBytes + 1, 'x'),
      'a/7.txt': '<br />',
      'a/8.txt': '',
      'a/9.txt': '%PDF-1.4\n1 0 obj',
    })
    symlinkSync(join(folder, 'nowhere'), join(folder, 'a/90.txt'))
    symlinkSync(folder, join(folder, 'a/91.txt'))
    expect(await readShort(folder)).toEqual([
      ['a', 'fine'],
      [0, 'No text'],
      ['a', 'Le café était très agréable, à côté de la forêt'],
      ['a', 'hello'],
      [0, 'Holds NUL bytes'],
      [0, 'Longer than 10 MB'],
      [0, 'No text'],
      [0, 'No text'],
      [0, 'Is a PDF that cannot be read'],
      [0, 'Cannot be read'],
      [0, 'Not a file'],
    ])
  })

  // The system lets root read everything.
  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('is rejected without permission', async () => {
    const folder = folderOf({ 'a/1.txt': 'A' })
    chmodSync(join(folder, 'a/1.txt'), 0)
    expect(await readItems(folder)).toEqual([
      {
        kind: 'rejected',
        row: { file: join('a', '1.txt'), line: 0, reason: expect.stringContaining('permissions') },
        split: null,
      },
    ])
  })

  test.skipIf(process.platform === 'win32')('does not make reading wait if it is a pipe', async () => {
    const folder = folderOf({ 'a/1.txt': 'A' })
    execFileSync('mkfifo', [join(folder, 'pipe'), join(folder, 'a/2.txt')])
    symlinkSync(join(folder, 'pipe'), join(folder, 'a/3.txt'))
    expect(await readShort(folder)).toEqual([
      ['a', 'A'],
      [0, 'Not a file'],
    ])
  })
})

test('Links that lead round in a circle end', async () => {
  const folder = folderOf({ 'a/1.txt': 'A', 'b/1.txt': 'B' })
  symlinkSync(folder, join(folder, 'a/again'))
  symlinkSync(folder, join(folder, 'train'))
  expect(await readShort(folder)).toHaveLength(2)
  const lonely = folderOf({})
  symlinkSync(lonely, join(lonely, 'self'))
  await expect(openDataset(optionsFor(lonely))).rejects.toThrow('holds nothing to train on')
})

test('A stopped reading ends with cancelled', async () => {
  const folder = folderOf(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a/${i}.txt`, 'x'])))
  const stop = new AbortController()
  const source = await openDataset(optionsFor(folder))
  let seen = 0
  const read = async () => {
    for await (const item of source.items(stop.signal)) if (item.kind === 'row' && ++seen === 5) stop.abort()
  }
  await expect(read()).rejects.toMatchObject({ code: 'cancelled', message: 'Stopped.' })
  expect(seen).toBe(5)
})

test('A label of spaces alone is refused with its name in quotes', async () => {
  const folder = folderOf({ 'a/1.txt': 'A', 'b/1.txt': 'B', '   /0.txt': 'C' })
  const reason = 'No label: the folder is called "   ", by spaces alone.'
  expect(await readItems(folder)).toContainEqual({
    kind: 'rejected',
    row: { file: join('   ', '0.txt'), line: 0, reason },
    split: null,
  })
})
