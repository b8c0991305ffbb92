import type { TableHead } from '../../src/shared/table-answers.ts'
import { noFacts } from '../../src/shared/table-facts.ts'

/** The head of a table with one column, of texts. */
export const tableHead: TableHead = {
  kind: 'table',
  columns: ['text'],
  text: 'text',
  labels: ['neg', 'pos'],
  abstainBelow: null,
  notes: [],
  facts: noFacts,
}
