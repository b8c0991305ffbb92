import { halves, twenty, type Case, type Class } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

const stars: readonly Class[] = [
  ['0', 30],
  ['1', 30],
]
const ham: readonly Class[] = [
  ['ham', 30],
  ['spam', 30],
]

/** Forms of JSON, archives, workbooks and texts with labels. */
export const formats: readonly Case[] = [
  ...['data.json', 'array.jsonl', 'pretty.jsonl'].map((name, i): Case => ({
    id: `E1${'abc'[i]}`,
    what: `an array of objects in ${name}`,
    input: `E1_json_array/${name}`,
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  })),
  {
    id: 'E3',
    what: 'labels that are lists of one, as doccano writes them',
    input: 'E3_doccano_list/all.jsonl',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'E4',
    what: 'texts and choices within objects, as Label Studio writes them',
    input: 'E4_labelstudio_nested/export.jsonl',
    right: { labels: halves, leftOut: 0 },
  },
  {
    id: 'G1a',
    what: 'a table in gzip',
    input: 'G1_compressed/reviews.csv.gz',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'G1a, zip',
    what: 'a table in a zip archive',
    input: 'G1_compressed/archive.zip',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'G1a, zst',
    what: 'a table in Zstandard',
    input: 'G1_compressed/reviews.jsonl.zst',
    right: [
      { text: 'text', label: 'label', labels: halves, leftOut: 0 },
      { refused: /(Zstandard|zstd).*(unpack|decompress)/is },
    ],
  },
  {
    id: 'G1b',
    what: 'gzip that is named .csv',
    input: 'G1_compressed/really_gzip.csv',
    right: [{ text: 'text', label: 'label', labels: halves, leftOut: 0 }, { refused: /gzip.*unpack/is }],
  },
  {
    id: 'G1b, zip',
    what: 'a zip archive that is named .csv',
    input: 'G1_compressed/really_zip.csv',
    right: [{ text: 'text', label: 'label', labels: halves, leftOut: 0 }, { refused: /zip.*unpack/is }],
  },
  {
    id: 'G1c',
    what: 'the page of a log-in that is named .csv',
    input: 'G1_compressed/login_page.csv',
    right: { refused: /is a web page|is HTML/i },
  },
  {
    id: 'G2a',
    what: 'a workbook of Excel',
    input: 'G2_excel/reviews.xlsx',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 0 },
  },
  {
    id: 'B16',
    what: 'lines of a text, a tab and 0 or 1, in .txt',
    input: 'B16_labelled_txt/kettle_labelled.txt',
    right: { labels: stars, leftOut: 0 },
  },
  {
    id: 'B16, bare',
    what: 'a table without an ending',
    input: 'B2_sms_no_header/SMSSpamCollection',
    right: { labels: ham, leftOut: 0, says: [/header/i] },
  },
  {
    id: 'B17',
    what: "fastText's __label__",
    input: 'B17_fasttext/train.ft.txt',
    right: {
      leftOut: 0,
      labels: [
        ['1', 30],
        ['2', 30],
      ],
    },
  },
  {
    id: 'H11',
    what: 'one text file a label, with one text a line',
    input: 'H11_onefile_perline',
    right: [{ labels: halves, leftOut: 0 }, { refused: /pos\.txt/ }],
  },
  {
    id: 'H12',
    what: 'one table a label, with a column of texts alone',
    input: 'H12_tables_per_label',
    right: { labels: halves, leftOut: 0 },
  },
  {
    id: 'E9',
    what: "Prodigy's binary questions: one label, accepted or rejected",
    input: {
      tree: {
        'insults.jsonl': Array.from({ length: 40 }, (_, i) =>
          JSON.stringify({
            ...{ text: review(i), _input_hash: i, label: 'INSULT' },
            answer: i % 10 === 9 ? 'ignore' : i % 2 === 0 ? 'accept' : 'reject',
          }),
        ).join('\n'),
      },
      open: 'insults.jsonl',
    },
    right: {
      ...{ leftOut: 4, says: [/Prodigy/] },
      labels: [
        ['INSULT', 20],
        ['not INSULT', 16],
      ],
    },
  },
  {
    id: 'E10',
    what: 'the answer of the API that shows datasets of the Hub, which wraps each row',
    input: {
      tree: {
        'rows.json': JSON.stringify({
          features: [{ feature_idx: 0, name: 'text', type: { dtype: 'string', _type: 'Value' } }],
          rows: Array.from({ length: 40 }, (_, i) => ({
            ...{ row_idx: i, truncated_cells: [] },
            row: { text: review(i), label: i % 2 },
          })),
          num_rows_total: 40,
        }),
      },
      open: 'rows.json',
    },
    right: {
      ...{ text: 'row.text', label: 'row.label' },
      labels: [
        ['0', 20],
        ['1', 20],
      ],
    },
  },
  ...[
    'review\tlength\tsentiment\nstring\tc\td\nmeta\t\tclass',
    'review\tlength\tsentiment\ns\tcontinuous\tneg pos\nm\ti\tc',
    'review\tlength\tsentiment\nstring\tc\td\n\t\t',
  ].map((header, i): Case => ({
    id: `B41${'abc'[i]}`,
    what: 'a table of Orange, whose columns are told of in three lines',
    input: {
      tree: { 'data.tab': reviewTable(header, (i, label) => [`${review(i)}\t${i}\t${label}`]) },
      open: 'data.tab',
    },
    right: { text: 'review', label: 'sentiment', labels: twenty, leftOut: 0, says: [/table of Orange/] },
  })),
  ...["'", '"'].map((quote, i): Case => ({
    id: `B42${'ab'[i]}`,
    what: 'a file of Weka (ARFF)',
    input: {
      tree: {
        'data.arff': reviewTable(
          "% reviews\n@RELATION r\n\n@ATTRIBUTE 'the text' STRING\n@ATTRIBUTE class {pos, neg}\n\n@DATA",
          (i, label) => [`${quote}${review(i)}, and so on${quote}`, label],
        ),
      },
      open: 'data.arff',
    },
    right: { text: 'the text', label: 'class', labels: twenty, leftOut: 0 },
  })),
]
