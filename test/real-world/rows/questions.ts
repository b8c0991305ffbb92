import type { Case } from '../case.ts'

const huge = [
  ['one word', 'a'.repeat(1e6)],
  ['tags that never end', '<a '.repeat(333_333)],
  ['words', 'word '.repeat(200_000)],
  ['combining marks', 'e\u0301'.repeat(333_333)],
] as const

/** A text that a model is asked about: how it comes, and how odd it may be. */
export const questions: readonly Case[] = [
  {
    id: 'J1a',
    what: 'a table of six texts: one answer a row',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'FILE(J1_predict_table/unlabelled.csv)'],
    right: { says: [/^((neg|pos) .*(lamp|garden|train ride|kettle).*\n){6}/] },
  },
  {
    id: 'J2a',
    what: 'figures of positive texts alone',
    does: 'evaluate',
    input: 'J2_evaluate_subsets/only_pos.csv',
    right: { examples: 30, rocAuc: null },
  },
  {
    id: 'D1e',
    what: "a run's own columns, without naming them again",
    does: 'evaluate',
    run: { input: 'D1_airline/Tweets.csv', settings: { textColumn: 'text', labelColumn: 'airline' } },
    input: 'D1_airline/Tweets.csv',
    right: { examples: 150 },
  },
  {
    id: 'K20a',
    what: 'a model of LABEL_0 and LABEL_1 on a file of 0 and 1',
    does: 'evaluate',
    model: 'unnamed',
    input: 'C1_float_int_labels/split/train.csv',
    right: [{ examples: 40 }, { refused: /LABEL_0.*(map|rename)/is }],
  },
  {
    id: 'J3a',
    what: 'a byte order mark and Windows line ends on standard input',
    does: 'command',
    args: ['predict', 'MODEL', '--json'],
    standardInput: 'J3_stdin/crlf_bom.txt',
    right: { says: [/^\s*\[\s*\{\s*"text":\s*"The lamp number 0 was superb and clever to the end"/] },
  },
  {
    id: 'J3b',
    what: 'Windows-1252 on standard input: read as it was meant, or refused as a file is',
    does: 'command',
    args: ['predict', 'MODEL'],
    standardInput: 'J3_stdin/latin1.txt',
    right: [{ says: [/café/] }, { says: [/UTF-?8/i] }],
  },
  {
    id: 'J4a',
    what: 'a text that begins with a minus',
    does: 'command',
    args: ['predict', 'MODEL', '-1 stars, dull'],
    right: [{ says: [/put -- before/i] }, { says: [/\d\.\d+\s+-1 stars, dull/] }],
  },
  {
    id: 'J4b',
    what: 'a file that is not there',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'gone.txt'],
    right: { says: [/gone\.txt: .*(not there|no such|not found|no file|missing)|gone\.txt.*does not exist/i] },
  },
  {
    id: 'J4c',
    what: 'a folder instead of a file: each of its files, or a sentence',
    does: 'command',
    args: ['predict', 'MODEL', '--file', 'FILE(I1_odd_texts)'],
    right: [{ says: [/I1_odd_texts: .*(not a file|folder)/i] }, { says: [/cjk\.txt/, /fake\.pdf/] }],
  },
  {
    id: 'J4d',
    what: 'the name of a file where a text should be',
    does: 'command',
    args: ['predict', 'MODEL', 'FILE(I1_odd_texts/url.txt)'],
    right: { says: [/--file/] },
  },
  {
    id: 'J6',
    what: "a run's folder with %, # and emoji in its name",
    does: 'predict',
    run: { input: 'J5_four_rows/four.csv', out: '100% run #1 😀' },
    texts: ['a lovely lamp'],
    right: { answers: 1 },
  },
  {
    id: 'I1a',
    what: 'emoji, right to left, Chinese, combining marks, no width, special tokens: as transformers answers',
    does: 'predict',
    files: ['cjk', 'combining', 'emoji', 'longword', 'nullchar', 'onlyzw', 'punct', 'rtl', 'special', 'url', 'zw'].map(
      (name) => `I1_odd_texts/${name}.txt`,
    ),
    right: {
      probs: [0.0771, 0.0121, 0.023, 0.0226, 0.8594, 0.0597, 0.4885, 0.0222, 0.0232, 0.7046, 0.0246],
      unreadable: 0,
    },
  },
  {
    id: 'I1b',
    what: 'entities of HTML, and HTML around and without a text',
    does: 'predict',
    files: ['entities', 'html', 'onlyhtml'].map((name) => `I1_odd_texts/${name}.txt`),
    right: { answers: 3, unreadable: 0 },
  },
  {
    id: 'I1c',
    what: 'an empty file and a picture of a PDF are listed, and the text beside them is answered',
    does: 'predict',
    files: ['I1_odd_texts/empty.txt', 'I1_odd_texts/fake.pdf', 'I1_odd_texts/url.txt'],
    right: { answers: 1, unreadable: 2 },
  },
  {
    id: 'I1d',
    what: 'Windows-1252 and UTF-16 in files of one text',
    does: 'predict',
    files: ['I1_odd_texts/latin1.txt', 'I1_odd_texts/utf16.txt'],
    right: [
      { answers: 2, unreadable: 0 },
      { answers: 0, unreadable: 2 },
      { answers: 1, unreadable: 1 },
    ],
  },
  ...huge.map(([what, text], i): Case => ({
    id: `I2${'abcd'[i]}`,
    what: `a text of 1 MB: ${what}`,
    does: 'predict',
    files: [{ tree: { 'text.txt': text }, open: 'text.txt' }],
    right: { answers: 1, unreadable: 0 },
  })),
]
