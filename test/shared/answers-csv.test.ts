import { expect, test } from 'vitest'
import { answersHeader, answersToCsv } from '../../src/shared/answers-csv.ts'
import type { TableAnswer, TableHead } from '../../src/shared/table-answers.ts'
import { noFacts } from '../../src/shared/table-facts.ts'

const head: TableHead = {
  kind: 'table',
  columns: ['id', 'label'],
  text: 'id',
  labels: ['neg', 'pos'],
  abstainBelow: null,
  notes: [],
  facts: noFacts,
}
const answer = { label: 'pos', probs: [0.3, 0.7], abstained: true, truncated: false }
const rows: TableAnswer[] = [
  { line: 2, cells: [1, 'x'], answer, about: 'good' },
  { line: 3, cells: [2, 'y'], answer: null, about: 'No text.' },
]

test('A table has a column that says unsure where its model may be, and none where it always answers', () => {
  expect(answersHeader(head) + answersToCsv(rows, head)).toBe(
    'id,label,predicted label,probability,p(neg),p(pos)\r\n1,x,pos,0.7,0.3,0.7\r\n2,y,,,,\r\n',
  )
  const unsure = { ...head, abstainBelow: 0.8 }
  expect(answersHeader(unsure) + answersToCsv(rows, unsure)).toBe(
    'id,label,predicted label,probability,unsure,p(neg),p(pos)\r\n1,x,pos,0.7,true,0.3,0.7\r\n2,y,,,,,\r\n',
  )
})
