import type { Case, Class } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

const even: readonly Class[] = [
  ['neg', 30],
  ['pos', 30],
]
const without: readonly Class[] = [
  ['neg', 24],
  ['pos', 24],
]
const binary = (no: number, yes = no): readonly Class[] => [
  ['0', no],
  ['1', yes],
]
const twelve = Array.from({ length: 12 }, (_, i) => String(i))

/** How one label is written, and in which order labels are numbered. */
export const labels: readonly Case[] = [
  {
    id: 'C1a',
    what: '0, 1, 0.0 and 1.0 in one column',
    input: 'C1_float_int_labels/mixed.csv',
    right: { labels: binary(30), leftOut: 0 },
  },
  {
    id: 'C1b',
    what: '0 and 1 in the training part, 0.0 and 1.0 in the test part',
    input: 'C1_float_int_labels/split',
    right: { labels: binary(30), parts: { train: 40, test: 20 } },
  },
  {
    id: 'C2a',
    what: 'Pos and pos',
    input: 'C2_case_variants/case.csv',
    right: { classes: 4, says: [/case/i] },
  },
  {
    id: 'C2a, merged',
    what: 'Pos and pos, which are made one',
    input: 'C2_case_variants/case.csv',
    settings: { mergeCase: true },
    right: { classes: 2, leftOut: 0 },
  },
  {
    id: 'C2b',
    what: 'blanks round labels, also those that do not break',
    input: 'C2_case_variants/zero_width.csv',
    right: { labels: even },
  },
  {
    id: 'C2c',
    what: 'a space of no width after a label',
    input: 'C2_case_variants/zwsp.csv',
    right: { labels: even },
  },
  {
    id: 'C3a',
    what: 'NaN where 12 labels are missing, as pandas writes it',
    input: 'C3_missing_words/nan.csv',
    right: { labels: without, leftOut: 12, because: /NaN/ },
  },
  {
    id: 'C3b',
    what: 'NULL for missing texts and labels, as SQL exports it',
    input: 'C3_missing_words/null_sql.csv',
    right: {
      ...{ leftOut: 20, because: /NULL|no text|no label/i },
      labels: [
        ['neg', 24],
        ['pos', 16],
      ],
    },
  },
  {
    id: 'C4',
    what: 'True and False in the training part, TRUE and FALSE in the test part',
    input: 'C4_bool/split',
    right: { classes: 2, parts: { train: 40, test: 20 } },
  },
  {
    id: 'C5',
    what: 'labels 0 to 11: class 2 is "2"',
    input: 'C5_numeric_order/twelve.csv',
    right: { labels: twelve.map((label) => [label, 10]) },
  },
  {
    id: 'C5, trained',
    what: 'the same in the model of a run',
    does: 'finetune',
    input: 'C5_numeric_order/twelve.csv',
    right: { labels: twelve },
  },
  {
    id: 'C6a',
    what: 'labels with quotes, braces, emoji, accents and 200 letters',
    does: 'predict',
    run: { input: 'C6_odd_labels/odd.csv' },
    texts: ['A note about the kettle', 'A note about the lamp'],
    right: { answers: 2, unreadable: 0 },
  },
  {
    id: 'C6a, measured',
    what: 'a run with such labels',
    does: 'evaluate',
    run: { input: 'C6_odd_labels/odd.csv' },
    input: 'C6_odd_labels/odd.csv',
    right: { examples: 90 },
  },
  {
    id: 'C6b',
    what: 'a run with such labels in every format',
    does: 'export',
    run: { input: 'C6_odd_labels/odd.csv' },
    out: '50% #1 😀',
    right: { answers: 4 },
  },
  {
    id: 'C14',
    what: 'one stray label in 61 rows',
    input: 'C14_one_rare/rare.csv',
    right: { labels: even, says: [/other/] },
  },
  {
    id: 'E6',
    what: "Python's NaN among labels 0.0 and 1.0",
    input: 'E6_python_nan/nan.jsonl',
    right: { labels: binary(30, 20), leftOut: 10 },
  },
  {
    id: 'E7',
    what: 'half surrogates and control characters',
    input: 'E7_surrogates_controls/odd.jsonl',
    right: { labels: even, leftOut: 0 },
  },
  {
    id: 'E8',
    what: 'two labels of 20 digits that differ in the last',
    input: 'E8_big_ints/ids.jsonl',
    right: {
      labels: [
        ['12345678901234567890', 30],
        ['12345678901234567891', 30],
      ],
    },
  },
  {
    id: 'F8',
    what: "World, Sports, Business and Sci/Tech in the dataset's own order",
    input: 'F8_classlabel_order/news.parquet',
    right: {
      labels: [
        ['World', 20],
        ['Sports', 20],
        ['Business', 20],
        ['Sci/Tech', 20],
      ],
    },
  },
  {
    id: 'F8, trained',
    what: 'the same in the model of a run',
    does: 'finetune',
    input: 'F8_classlabel_order/news.parquet',
    right: { labels: ['World', 'Sports', 'Business', 'Sci/Tech'] },
  },
  {
    id: 'J5',
    what: 'four texts',
    does: 'finetune',
    input: 'J5_four_rows/four.csv',
    right: { labels: ['neg', 'pos'] },
  },
  {
    id: 'C15',
    what: "errors of Excel's formulas, in the place of labels and of texts",
    input: {
      tree: {
        'errors.csv': reviewTable('text,label', (i, label) => [
          i % 8 === 1 ? '#NAME?' : review(i),
          i % 8 === 2 ? '#REF!' : i % 8 === 4 ? '#WAARDE!' : label,
        ]),
      },
      open: 'errors.csv',
    },
    right: {
      ...{ leftOut: 15, says: [/#REF!/] },
      labels: [
        ['neg', 15],
        ['pos', 10],
      ],
    },
  },
  {
    id: 'C2d',
    what: 'labels that have capitals in the training part and none in the test part',
    input: {
      tree: {
        'train.csv': reviewTable('text,label', (i, label) => [review(i), label === 'pos' ? 'Pos' : 'Neg']),
        'test.csv': reviewTable('text,label', (i, label) => [review(i + 40), label]),
      },
    },
    right: { refused: /differ.*--merge-case/ },
  },
  {
    id: 'C2e',
    what: 'labels of the test part that are other words',
    input: {
      tree: {
        'train.csv': reviewTable('text,label', (i, label) => [review(i), label]),
        'test.csv': reviewTable('text,label', (i, label) => [review(i + 40), label === 'pos' ? 'good' : 'bad']),
      },
    },
    right: { refused: /--label-map/ },
  },
  {
    id: 'C16',
    what: 'words that surveys and pivot tables have for no answer',
    input: {
      tree: {
        'survey.csv': reviewTable('text,label', (i, label) => [
          review(i),
          i % 8 === 1
            ? '(blank)'
            : i % 8 === 2
              ? 'Keine Angabe'
              : i % 8 === 3
                ? 'No answer'
                : i % 8 === 4
                  ? '无'
                  : label,
        ]),
      },
      open: 'survey.csv',
    },
    right: { classes: 6, says: [/"\(blank\)" \(5\), "Keine Angabe" \(5\), "No answer" \(5\), "无" \(5\).*label map/] },
  },
  {
    id: 'C17',
    what: 'typographic quotes in the place of a table’s own',
    input: {
      tree: {
        'smart.csv': reviewTable('text,label', (i, label) => [
          `“${review(i)}, I said”`,
          i % 4 < 2 ? `“${label}”` : label,
        ]),
      },
      open: 'smart.csv',
    },
    right: {
      labels: [
        ['neg', 20],
        ['pos', 20],
      ],
    },
  },
]
