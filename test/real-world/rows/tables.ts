import { halves, twenty, type Case } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

const ham = [
  ['ham', 30],
  ['spam', 30],
] as const

const statement = [
  'Kontoinhaber:;Erika Mustermann',
  'IBAN:;DE02 1203 0000 0000 2020 51',
  'Zeitraum:;01.01.2024 - 30.06.2024',
  'Kontostand vom 30.06.2024:;"1.234,56 EUR"',
  '',
  '"Buchungstag";"Verwendungszweck";"Betrag (EUR)";"Kategorie"',
  ...Array.from({ length: 60 }, (_, i) => {
    const [what, kind] =
      i % 2 ? ['Hausverwaltung Nord, Miete für die Wohnung', 'Miete'] : ['Markt am Ring, Einkauf', 'Lebensmittel']
    return `"${String((i % 28) + 1).padStart(2, '0')}.02.2024";"${what} ${i}";"-${20 + i},${10 + i}";"${kind}"`
  }),
].join('\n')

/** How tables are written that are not quite as RFC 4180 has it. */
export const tables: readonly Case[] = [
  {
    id: 'B2b',
    what: 'messages without a header: the first is one of them',
    input: 'B2_sms_no_header/SMSSpamCollection.tsv',
    right: { labels: ham, leftOut: 0, says: [/header/i] },
  },
  {
    id: 'B3a',
    what: 'the line sep=; that Excel obeys',
    input: 'B3_sep_line/export.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B4',
    what: 'columns parted by |, and commas in the texts',
    input: 'B4_pipe/reviews.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B6',
    what: 'a blank before the opening quote, as people write it',
    input: 'B6_space_quote/hand.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B7',
    what: 'commas in texts that nobody quoted, in 12 of 60 rows',
    input: 'B7_unquoted_comma/reviews.csv',
    right: {
      ...{ leftOut: 12, because: /quot|enclose|field/i },
      labels: [
        ['neg', 24],
        ['pos', 24],
      ],
    },
  },
  {
    id: 'B7b',
    what: 'the same where the text is the last of two columns: there is no doubt what it is',
    input: {
      tree: {
        'hand.csv': reviewTable(
          'label,text',
          (i, label) => [label, `${review(i)}${i % 2 ? ', and slow, too' : ''}`],
          60,
        ),
      },
      open: 'hand.csv',
    },
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0, says: [/what follows the first "," is taken/] },
  },
  {
    id: 'B7d',
    what: 'the same where the text is the first of two columns, and most rows are so',
    input: {
      tree: {
        'hand.csv': reviewTable('text;label', (i, label) => [`${review(i)}; or not; ${label}`], 60),
      },
      open: 'hand.csv',
    },
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0, says: [/what precedes the last ";" is taken/] },
  },
  {
    id: 'B7c',
    what: 'the same where the first column is no label: rows are left out, as ever',
    input: {
      tree: {
        'pairs.csv': reviewTable('text,label', (i, label) => [`${review(i)}`, i < 4 ? `${label},x` : label], 60),
      },
      open: 'pairs.csv',
    },
    right: { leftOut: 4, because: /Has 3 fields/ },
  },
  {
    id: 'B24',
    what: 'rows of nothing but commas at the end, as Excel leaves cleared ones',
    input: {
      tree: {
        'excel.csv': `${reviewTable('text,label,,', (i, label) => [review(i), label, '', ''], 60)}${',,,\n'.repeat(9)}`,
      },
      open: 'excel.csv',
    },
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B25',
    what: 'a table of Markdown, with its rule below the header',
    input: {
      tree: {
        'table.md': `| text | label |\n|:---|---:|\n${reviewTable(null, (i, label) => [`| ${review(i)} | ${label} |`], 60)}`,
      },
      open: 'table.md',
    },
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B8',
    what: 'a title, a date and a blank line above the header',
    input: 'B8_title_rows/report.csv',
    right: [{ text: 'text', label: 'label', labels: halves, leftOut: 0, says: [/header/i] }, { refused: /line 4/i }],
  },
  {
    id: 'B8b',
    what: 'a bank statement: lines of two cells, a blank line, and then the header',
    input: { tree: { 'statement.csv': statement }, open: 'statement.csv' },
    right: {
      text: 'Verwendungszweck',
      label: 'Kategorie',
      labels: [
        ['Lebensmittel', 30],
        ['Miete', 30],
      ],
      leftOut: 0,
      says: [/header of statement\.csv is line 6: 4 lines above it are passed over/],
    },
  },
  {
    id: 'B9a',
    what: 'two columns named text, the first of them empty',
    input: 'B9_dup_columns/dup.csv',
    right: [
      { label: 'label', labels: halves, leftOut: 0, says: [/text/] },
      { refused: /(two|twice|more than one|same).*text|text.*(two|twice|more than one|same)/i },
    ],
  },
  {
    id: 'B9b',
    what: 'two columns named label, the first of them empty',
    input: 'B9_dup_columns/dup_label.csv',
    right: [
      { text: 'text', labels: halves, leftOut: 0, says: [/label/] },
      { refused: /(two|twice|more than one|same).*label|label.*(two|twice|more than one|same)/i },
    ],
  },
  {
    id: 'B10a',
    what: 'a comma at the end of each row and none in the header',
    input: 'B10_trailing_delim/trail.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B10b',
    what: 'rows without their empty last cells',
    input: 'B10_trailing_delim/short.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B11',
    what: 'quotes behind backslashes, as MySQL writes them',
    input: 'B11_backslash_quotes/mysql.csv',
    right: [{ text: 'text', label: 'label', labels: halves, leftOut: 0 }, { refused: /quot/i }],
  },
  {
    id: 'B12a',
    what: 'line breaks of both kinds within quotes',
    input: 'B12_crlf_in_quotes_cr/excel.csv',
    right: { labels: halves, leftOut: 0 },
  },
  {
    id: 'B12b',
    what: 'the line ends of old Macs',
    input: 'B12_crlf_in_quotes_cr/oldmac.csv',
    right: { labels: halves, leftOut: 0 },
  },
  {
    id: 'B13',
    what: 'NUL bytes in 6 of 60 rows',
    input: 'B13_nul/nul.csv',
    right: { classes: 2, leftOut: 6, because: /NUL/ },
  },
  {
    id: 'B14',
    what: 'tweets with quotes that mean nothing, in columns parted by tabs',
    input: 'B14_tweets_tsv_quotes/tweets.tsv',
    right: { text: 'tweet', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B18',
    what: 'a semicolon in the name of a column',
    input: 'B18_semicolon_in_header_text/x.csv',
    right: { text: 'text;comment', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B19',
    what: 'an ending in capitals, and blanks round the names of columns',
    input: 'B19_header_case_spaces/REVIEWS.CSV',
    right: { text: 'Review', label: 'SENTIMENT', labels: halves, leftOut: 0 },
  },
  {
    id: 'B20',
    what: 'a byte order mark, semicolons and an empty last column',
    input: 'B20_bom_tsv_semicolon/export.csv',
    right: { text: 'Text', label: 'Label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B21',
    what: 'a carriage return within texts that nobody quoted',
    input: 'B21_mixed_eol/mixed.csv',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B22',
    what: 'a line break in a quoted name of a column',
    input: 'B22_quoted_header_newline/wrapped.csv',
    right: { label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B23',
    what: 'columns parted by ::',
    input: 'B23_multichar/imdb.csv',
    right: [
      { text: 'text', label: 'label', labels: halves, leftOut: 0 },
      { refused: /"?::"?.*(comma|separat|delimit|part)/i },
    ],
  },
  {
    id: 'G1d',
    what: 'a file of no bytes',
    input: 'G1_compressed/empty.csv',
    right: { refused: /is empty|holds no/i },
  },
  {
    id: 'G1e',
    what: 'a header and nothing else',
    input: 'G1_compressed/header_only.csv',
    right: { refused: /no row|no text|only.*header|nothing|empty/i },
  },
  {
    id: 'B40',
    what: 'what write.table of R writes: blanks between quoted texts, and names of rows that the header lacks',
    input: {
      tree: { 'data.txt': reviewTable('"text" "label"', (i, label) => [`"${i + 1}" "${review(i)}" "${label}"`]) },
      open: 'data.txt',
    },
    right: { text: 'text', label: 'label', labels: twenty, leftOut: 0 },
  },
  {
    id: 'B41',
    what: 'texts in single quotes, with commas, and a quote within doubled',
    input: {
      tree: {
        'single.csv': reviewTable('text,label', (i, label) => [`'${review(i)}, I''d say'`, `'${label}'`]),
      },
      open: 'single.csv',
    },
    right: { labels: twenty, leftOut: 0 },
  },
  {
    id: 'B43',
    what: 'texts of two lines in single quotes',
    input: {
      tree: {
        'lines.csv': reviewTable('text,label', (i, label) => [`'${review(i)},\nreally'`, `'${label}'`]),
      },
      open: 'lines.csv',
    },
    right: { text: 'text', label: 'label', labels: twenty, leftOut: 0 },
  },
  {
    id: 'B42',
    what: 'lines that Excel took for one cell each and enclosed, but for those without quotes',
    input: {
      tree: {
        'again.csv': reviewTable('text,label', (i, label) => [
          i % 4 === 3 ? `${review(i)},${label}` : `"""${review(i)}, they """"say"""""",${label}"`,
        ]),
      },
      open: 'again.csv',
    },
    right: { text: 'text', label: 'label', labels: twenty, leftOut: 0 },
  },
]
