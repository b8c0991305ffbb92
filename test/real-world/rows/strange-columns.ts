import type { Case } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

const labels = [
  ['neg', 20],
  ['pos', 20],
] as const

/** Tables whose columns are easily taken for others. */
export const strangeColumns: readonly Case[] = [
  {
    id: 'D8a',
    what: 'categories of spaCy, one of which is 1 in each record',
    input: {
      tree: {
        'cats.jsonl': records((i) => ({ text: review(i), cats: { pos: i % 2 === 0 ? 1 : 0, neg: i % 2, other: 0 } })),
      },
      open: 'cats.jsonl',
    },
    right: { text: 'text', labels, leftOut: 0, says: [/spaCy/] },
  },
  {
    id: 'D8b',
    what: 'categories of spaCy, two of which may be 1',
    input: {
      tree: {
        'cats.jsonl': records((i) => ({ text: review(i), cats: { pos: i % 2 === 0, neg: i % 2 === 1 || i < 6 } })),
      },
      open: 'cats.jsonl',
    },
    right: { leftOut: 3, because: /2 labels \(pos, neg\)/, says: [/several labels each/] },
  },
  {
    id: 'D11a',
    what: 'questions with longer answers and a topic: either may be meant',
    input: {
      tree: {
        'qa.csv': reviewTable('question,answer,topic', (i, label) => [
          review(i),
          `${review(i + 7)}; ${review(i + 2)}`,
          label,
        ]),
      },
      open: 'qa.csv',
    },
    right: { refused: /"(answer|question)", "(answer|question)" may be it\. Choose --text-column/ },
  },
  {
    id: 'D11b',
    what: 'a title and a longer description: that is the text, as ever',
    input: {
      tree: { 'news.csv': reviewTable('title,description,topic', (i, label) => [`No ${i} is it`, review(i), label]) },
      open: 'news.csv',
    },
    right: { text: 'description', label: 'topic', labels },
  },
  {
    id: 'D12',
    what: 'a status, a priority and a ticket type: all three are offered',
    input: {
      tree: {
        'tickets.csv': reviewTable('Description,Status,Priority,Ticket Type', (i, label) => [
          ...[review(i), ['open', 'new'][i % 2], ['low', 'high', 'normal'][i % 3], label],
        ]),
      },
      open: 'tickets.csv',
    },
    right: { refused: /--label-column Status, --label-column Priority or --label-column "Ticket Type"/ },
  },
  ...['score', 'label'].map((name, i): Case => ({
    id: `D13${'ab'[i]}`,
    what: `a measured ${name} and no class`,
    input: {
      tree: { 'scores.csv': reviewTable(`text,${name}`, (i) => [review(i), (((i * 37) % 100) / 100).toFixed(2)]) },
      open: 'scores.csv',
    },
    right: { refused: /numbers.* \(regression\).*such as low and high/ },
  })),
  {
    id: 'D14',
    what: 'a table without anything that may be a label, in plain words',
    input: { tree: { 'ids.csv': reviewTable('id,text', (i) => [i, review(i)]) }, open: 'ids.csv' },
    right: { refused: /None looks like it, by its name or its values|No other column/ },
  },
]

function records(make: (i: number) => object): string {
  return Array.from({ length: 40 }, (_, i) => `${JSON.stringify(make(i))}\n`).join('')
}
