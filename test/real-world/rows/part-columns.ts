import type { Case } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

const labels = [
  ['neg', 20],
  ['pos', 20],
] as const

/** Three in four rows are of the first part. */
function parted(
  header: string | null,
  [train, test]: readonly [string, string],
  at: 'first' | 'last' = 'last',
): string {
  return reviewTable(header, (i, label) => {
    const part = i % 8 < 6 ? train : test
    return at === 'first' ? [part, review(i), label] : [review(i), label, part]
  })
}

function row(id: string, what: string, table: string, says: RegExp, text: string): Case {
  const right = { text, labels, parts: { train: 30, validation: 0, test: 10 }, says: [says], leftOut: 0 }
  return { id, what, input: { tree: { 'reviews.csv': table }, open: 'reviews.csv' }, right }
}

/** Columns that say which part a row belongs to. */
export const partColumns: readonly Case[] = [
  row('C16a', 'a flag is_test', parted('text,label,is_test', ['False', 'True']), /"is_test" says which part/, 'text'),
  row('C16b', 'a flag that is set for training', parted('text,label,isTrain', ['1', '0']), /"isTrain" says/, 'text'),
  row(
    'C16c',
    'a Spanish column of parts',
    parted('texto,etiqueta,conjunto', ['entrenamiento', 'prueba']),
    /"conjunto" says/,
    'texto',
  ),
  row(
    'C16d',
    'parts in French, under a name that says nothing',
    parted('texte,label,colonne_x', ['Apprentissage', 'Test']),
    /"colonne_x" says which part a row belongs to\. Its values are words/,
    'texte',
  ),
  row('C16e', 'parts called Training and eval', parted('text,label,set', ['Training', 'eval']), /"set" says/, 'text'),
  row(
    'C16f',
    'a table for AutoML: no header, the part first',
    parted(null, ['TRAIN', 'TEST'], 'first'),
    /"column 1" says which part/,
    'column 2',
  ),
  row(
    'C16h',
    'a test part called Hold-out',
    parted('text,label,subset', ['Training', 'Hold-out']),
    /"subset" says/,
    'text',
  ),
  row('C16i', 'parts in three letters', parted('text,label,group_name', ['TRN', 'TST']), /"group_name" says/, 'text'),
  {
    id: 'C16g',
    what: 'a column train that is no part: two of its words are none',
    input: {
      tree: {
        'trips.csv': reviewTable('text,label,by', (i, label) => [review(i), label, ['train', 'bus', 'test'][i % 3]]),
      },
      open: 'trips.csv',
    },
    right: { labels, parts: { train: 32, test: 8 } },
  },
]
