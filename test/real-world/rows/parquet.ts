import { halves, type Case, type Class } from '../case.ts'

const numbers: readonly Class[] = [
  ['0', 30],
  ['1', 30],
]

const file = (id: string, path: string, what: string, labels: readonly Class[] = halves): Case => ({
  ...{ id, what, input: path },
  right: { text: 'text', labels, leftOut: 0 },
})

/** What Parquet files hold, and how. */
export const parquet: readonly Case[] = [
  file('F1a', 'F1_hf_classlabel/train-00000-of-00001.parquet', 'class numbers with their names in the metadata'),
  file('F2a', 'F2_dictionary_large/cat.parquet', 'a dictionary of labels'),
  file('F2b', 'F2_dictionary_large/pandas_cat.parquet', 'a categorical of pandas'),
  file('F2c', 'F2_dictionary_large/view.parquet', 'strings by view'),
  {
    id: 'F2d',
    what: 'a categorical with 9 labels missing',
    input: 'F2_dictionary_large/cat_nulls.parquet',
    right: {
      leftOut: 9,
      labels: [
        ['neg', 26],
        ['pos', 25],
      ],
    },
  },
  ...['float', 'half', 'decimal', 'decimal2', 'int8', 'uint64'].map((type) =>
    file(`F3 ${type}`, `F3_types/${type}.parquet`, `labels of type ${type}`, numbers),
  ),
  {
    id: 'F3 bool',
    what: 'labels of type bool',
    input: 'F3_types/bool.parquet',
    right: { classes: 2, leftOut: 0 },
  },
  ...['binary_label', 'binary_text'].map((name) => file(`F3 ${name}`, `F3_types/${name}.parquet`, `bytes: ${name}`)),
  ...['date', 'timestamp'].map((type): Case => ({
    id: `F3 ${type}`,
    what: `labels of type ${type}`,
    input: `F3_types/${type}.parquet`,
    right: [{ classes: 2 }, { refused: /date|label|column/i }],
  })),
  {
    id: 'F4b',
    what: 'labels that are lists of one name',
    input: 'F4_nested/list_one.parquet',
    right: { text: 'text', label: 'labels', labels: halves, leftOut: 0 },
  },
  {
    id: 'F4b, numbers',
    what: 'labels that are lists of numbers',
    input: 'F4_nested/goemotions.parquet',
    right: { text: 'text', label: 'labels', labels: numbers, leftOut: 0 },
  },
  ...['none', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli', 'v2', 'delta', 'many_groups', 'pandas_index'].map((name) =>
    file(`F5 ${name}`, `F5_encodings/${name}.parquet`, `pages of the kind ${name}`),
  ),
  ...['bss', 'delta_int'].map((name) =>
    file(`F5 ${name}`, `F5_encodings/${name}.parquet`, `numbers of the kind ${name}`, numbers),
  ),
  {
    id: 'F5 zero_rows',
    what: 'no rows',
    input: 'F5_encodings/zero_rows.parquet',
    right: { refused: /no row|no text|nothing|empty/i },
  },
  {
    id: 'F5 cut',
    what: 'a file without its end',
    input: 'F5_encodings/cut.parquet',
    right: { refused: /Parquet|damaged|cut/i },
  },
]
