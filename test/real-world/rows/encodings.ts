import iconv from 'iconv-lite'
import { halves, twenty, type Case, type Class } from '../case.ts'
import { reviewTable } from '../play/lay-out.ts'

const windows = /windows-?1252|cp-?1252|latin-?1|iso-?8859-?1\b/i

const german: readonly Class[] = [
  ['gut', 30],
  ['schlecht', 30],
]

/** French, with what stands for the end of the word that begins pay. */
function prices(end: string): string {
  const things = ['lampe', 'chaise', 'bague', 'armoire']
  return reviewTable('texte,label', (i, label) => [
    `J’ai pay${end} 49 € pour une ${things[i % 4]} qui ne marche pas n° ${i} !`.replaceAll(
      '’',
      end.length > 1 ? "'" : '’',
    ),
    label,
  ])
}

function mac(text: string): Buffer {
  const bytes: Readonly<Record<string, number>> = { '’': 0xd5, é: 0x8e, '€': 0xdb, '°': 0xa1 }
  return Buffer.from([...text].map((character) => bytes[character] ?? character.charCodeAt(0)))
}

/** In which encodings tables come. */
export const encodings: readonly Case[] = [
  {
    id: 'A9',
    what: 'euros, as a Mac writes them',
    input: { tree: { 'mac.csv': mac(prices('é').replaceAll('pos', 'plus de 9 €')) }, open: 'mac.csv' },
    settings: { encoding: 'macintosh' },
    right: {
      text: 'texte',
      labels: [
        ['neg', 20],
        ['plus de 9 €', 20],
      ],
    },
  },
  {
    id: 'A10a',
    what: 'UTF-8 that was read as windows-1252 and saved again',
    input: {
      tree: { 'twice.csv': Buffer.from(prices('Ã©').replaceAll('€', 'â‚¬').replaceAll('°', 'Â°')) },
      open: 'twice.csv',
    },
    right: { says: [/twice\.csv was saved in the wrong encoding before: “payÃ©” in it is likely “payé”/] },
  },
  {
    id: 'A10b',
    what: 'French in capitals, with quotes and dots: nothing of the kind',
    input: { tree: { 'fr.csv': prices('É…') }, open: 'fr.csv' },
    right: { text: 'texte', silent: /wrong encoding/ },
  },
  {
    id: 'A1a',
    what: 'messages of spam and ham, saved by Excel, with columns v1 and v2 and three without a name',
    input: 'A1_spam_latin1/spam.csv',
    right: {
      ...{ text: 'v2', label: 'v1', leftOut: 0, says: [windows] },
      labels: [
        ['ham', 60],
        ['spam', 60],
      ],
    },
  },
  {
    id: 'A1b',
    what: 'the same with its columns named',
    input: 'A1_spam_latin1/spam.csv',
    settings: { textColumn: 'v2', labelColumn: 'v1' },
    right: {
      ...{ leftOut: 0, says: [windows] },
      labels: [
        ['ham', 60],
        ['spam', 60],
      ],
    },
  },
  {
    id: 'A2',
    what: 'curly quotes, dashes and euros of Windows-1252',
    input: 'A2_cp1252_curly/reviews.csv',
    right: { labels: halves, leftOut: 0, says: [windows] },
  },
  {
    id: 'A3a',
    what: 'Unicode text of Excel, named .csv though it has tabs',
    input: 'A3_utf16_excel/reviews.csv',
    right: { labels: halves, leftOut: 0, says: [/UTF-?16/i] },
  },
  {
    id: 'A3b',
    what: 'Unicode text of Excel, named .tsv',
    input: 'A3_utf16_excel/reviews.tsv',
    right: { labels: halves, leftOut: 0, says: [/UTF-?16/i] },
  },
  {
    id: 'A4a',
    what: 'a byte order mark before a quoted header',
    input: 'A4_utf8_bom/reviews.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'A4b',
    what: 'a byte order mark before JSON Lines',
    input: 'A4_utf8_bom/reviews.jsonl',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'A5',
    what: 'Japanese in Shift-JIS',
    input: 'A5_shiftjis/reviews.csv',
    right: {
      ...{ leftOut: 0, says: [/shift.?jis/i] },
      labels: [
        ['悪い', 20],
        ['良い', 20],
      ],
    },
  },
  {
    id: 'A6',
    what: 'umlauts of Windows-1252 in the header alone, with semicolons',
    input: 'A6_header_cp1252/umfrage.csv',
    right: { text: 'Äußerung', label: 'Urteil', labels: german, leftOut: 0, says: [windows] },
  },
  {
    id: 'A7',
    what: 'UTF-16, the big end first, without a byte order mark',
    input: 'A7_utf16be_nobom/reviews.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0, says: [/UTF-?16/i] },
  },
  {
    id: 'A8',
    what: 'three rows of Windows-1252 among 57 of UTF-8',
    input: 'A8_few_latin1_rows/reviews.csv',
    right: [
      { labels: halves, leftOut: 0, says: [windows] },
      { classes: 2, leftOut: 3, because: /UTF-?8/i },
    ],
  },
  {
    id: 'A12',
    what: 'Windows-1251, which the encoding of old Macs reads but for the capitals',
    input: {
      tree: {
        'отзывы.csv': Buffer.from(
          iconv.encode(
            reviewTable('text,label', (i, label) => [
              `${['Доставка', 'Поддержка', 'Новый телефон'][i % 3]} ${label === 'pos' ? 'работает лучше' : 'очень разочаровала'} ${i}`,
              label,
            ]),
            'windows-1251',
          ),
        ),
      },
      open: 'отзывы.csv',
    },
    right: { labels: twenty, leftOut: 0, says: [/windows-1251/], silent: /mac/ },
  },
  {
    id: 'A13',
    what: 'ISO-2022-JP, of which a line is shown',
    input: {
      tree: {
        // JIS X 0208, seven bits a byte, between two escapes: これは and よい or わるい.
        'mail.csv': Buffer.from(
          reviewTable('text,label', (i, label) => [
            `\x1b$B$3$l$O\x1b(B ${i} \x1b$B${label === 'pos' ? '$h$$' : '$o$k$$'}\x1b(B`,
            label,
          ]),
        ),
      },
      open: 'mail.csv',
    },
    right: { labels: twenty, leftOut: 0, says: [/iso-2022-jp: “.*これは/] },
  },
]
