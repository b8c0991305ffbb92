import type { Case, Class } from '../case.ts'
import { labelFolders, review, reviewTable } from '../play/lay-out.ts'

const halves: readonly Class[] = [
  ['neg', 12],
  ['pos', 12],
]
const texts = labelFolders('data')
const newsgroup = (part: string) =>
  labelFolders(`20news-bydate-${part}`, ['rec.autos', 'sci.space'], (i) => String(10_000 + i))

/** A folder a label, with a file a text. */
export const folders: readonly Case[] = [
  {
    id: 'H1',
    what: 'names with %, #, ?, emoji, accents and blanks',
    input: {
      tree: labelFolders('100% real #1 data 😀 (späße)', ['très bon 👍', 'not % good #2']),
      open: '100% real #1 data 😀 (späße)',
    },
    right: {
      leftOut: 0,
      labels: [
        ['not % good #2', 12],
        ['très bon 👍', 12],
      ],
    },
  },
  {
    id: 'H2',
    what: 'what macOS, Windows and Jupyter leave behind, and a file of no bytes',
    input: {
      open: 'data',
      tree: {
        ...texts,
        'data/.DS_Store': Buffer.from([0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31]),
        'data/Thumbs.db': Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
        'data/desktop.ini': '[.ShellClassInfo]',
        'data/__MACOSX/pos/._x.txt': Buffer.from([0, 5, 0x16, 7]),
        'data/.ipynb_checkpoints/a.txt': 'once',
        'data/pos/.DS_Store': Buffer.from([0, 0, 0, 1]),
        'data/pos/._000.txt': Buffer.from([0, 5, 0x16, 7]),
        'data/pos/Thumbs.db': Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
        'data/pos/desktop.ini': '[.ShellClassInfo]',
        'data/pos/zero.txt': '',
      },
    },
    right: { labels: halves, leftOut: 1, because: /empty|no text/i },
  },
  {
    id: 'H3',
    what: 'links that lead in a circle or nowhere',
    input: {
      open: 'data',
      tree: { ...texts, 'data/pos/loop': { linkTo: '..' }, 'data/pos/gone.txt': { linkTo: 'nowhere' } },
    },
    right: { classes: 2, parts: { train: 20, test: 4 } },
  },
  {
    id: 'H4',
    what: '20 newsgroups: files without .txt, folders that end in -train and -test',
    input: { tree: { ...newsgroup('train'), ...newsgroup('test') } },
    right: { classes: 2, parts: { train: 24, validation: 0, test: 24 } },
  },
  {
    id: 'H6a',
    what: 'text files in Windows-1252',
    input: { tree: labelFolders('', undefined, undefined, (text) => Buffer.from(`${text}, café`, 'latin1')) },
    right: [{ labels: halves, leftOut: 0 }, { refused: /UTF-?8/i }],
  },
  {
    id: 'H6b',
    what: 'text files in UTF-16',
    input: { tree: labelFolders('', undefined, undefined, (text) => Buffer.from(`\ufeff${text}`, 'utf16le')) },
    right: [{ labels: halves, leftOut: 0 }, { refused: /UTF-?8/i }],
  },
  {
    id: 'H7',
    what: 'a folder of batches within each label',
    input: { tree: labelFolders('', ['pos/batch0', 'neg/batch1']) },
    right: [{ labels: halves, leftOut: 0 }, { refused: /deep|level|folders? (in|below|within)/i }],
  },
  {
    id: 'H10',
    what: 'names of 240 letters',
    input: {
      open: 'n'.repeat(240),
      tree: labelFolders('n'.repeat(240), undefined, (i) => `${review(i).replaceAll(' ', '_').padEnd(236, 'x')}.txt`),
    },
    right: { labels: halves, leftOut: 0 },
  },
  {
    id: 'H14',
    what: 'e-mails: what they say, without the headers',
    input: {
      tree: labelFolders(
        '',
        ['ham', 'spam'],
        (i) => `${i}.eml`,
        (text) => `Received: from x\nFrom: a@b.c\n\n${text}\n`,
      ),
    },
    right: {
      ...{ classes: 2, leftOut: 0 },
      says: [/0\.eml is an e-mail: of e-mails the text is read, without headers and attachments/],
    },
  },
  {
    id: 'H41',
    what: 'parts that are folders with Spanish names, and labels within them',
    input: {
      tree: {
        ...labelFolders('datos/entrenamiento', ['favorable', 'contraria']),
        ...labelFolders(
          'datos/prueba',
          ['favorable', 'contraria'],
          (i) => `${i}.txt`,
          (text) => `Otra vez: ${text}`,
        ),
      },
    },
    right: {
      labels: [
        ['contraria', 24],
        ['favorable', 24],
      ],
      parts: { train: 24, test: 24 },
    },
  },
  {
    id: 'H42',
    what: 'tables with the Chinese names of parts',
    input: {
      tree: Object.fromEntries(
        ['训练集', '验证集', '测试集'].map((name) => [
          `${name}.csv`,
          reviewTable('text,label', (i, label) => [`${name} ${review(i)}`, label]),
        ]),
      ),
    },
    right: { parts: { train: 40, validation: 40, test: 40 } },
  },
  {
    id: 'H43',
    what: 'folders of subjects, each with the same folders: either may be the labels',
    input: {
      tree: { ...labelFolders('books', ['kept', 'sold']), ...labelFolders('films', ['kept', 'sold']) },
    },
    right: { classes: 2, says: [/books, films are taken for the labels, and each of them holds kept, sold/] },
  },
]
