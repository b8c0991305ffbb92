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
    id: 'D15',
    what: "a chatbot's intents: each pattern is a text",
    input: {
      tree: {
        'intents.json': JSON.stringify({
          intents: ['pos', 'neg'].map((tag, k) => ({
            ...{ tag, patterns: Array.from({ length: 20 }, (_, i) => review(2 * i + k)), responses: ['Thanks!'] },
          })),
        }),
      },
      open: 'intents.json',
    },
    right: {
      says: [/a list "patterns" of texts for each "tag"/],
      labels,
    },
  },
  {
    id: 'D16',
    what: 'two annotators, who disagree in some texts: those are not texts of several labels',
    input: {
      tree: { 'project.json': JSON.stringify(Array.from({ length: 40 }, (_, i) => annotated(i, i < 5))) },
      open: 'project.json',
    },
    right: { leftOut: 5, because: /Its annotators disagree \((pos, neg|neg, pos)\)/, silent: /multi-label/ },
  },
  {
    id: 'D17',
    what: 'a table of HTML that is named .xls',
    input: { tree: { 'old.xls': '<table border="1"><tr><th>text</th><th>label</th></tr></table>' }, open: 'old.xls' },
    right: { refused: /old\.xls is a web page.*saved as HTML.*Excel/ },
  },
  {
    id: 'D18',
    what: 'a notebook',
    input: {
      tree: { 'a.ipynb': '{"cells": [{"cell_type": "code", "source": ["import pandas"]}], "nbformat": 4}' },
      open: 'a.ipynb',
    },
    right: { refused: /is a Jupyter notebook: save its table as CSV/ },
  },
  {
    id: 'D19',
    what: 'figures of a table without labels: what can be done instead',
    does: 'evaluate',
    input: { tree: { 'ids.csv': reviewTable('id,text', (i) => [i, review(i)]) }, open: 'ids.csv' },
    right: { refused: /Without labels nothing can be measured; its texts can be predicted: predict --file/ },
  },
  {
    id: 'D14',
    what: 'a table without anything that may be a label, in plain words',
    input: { tree: { 'ids.csv': reviewTable('id,text', (i) => [i, review(i)]) }, open: 'ids.csv' },
    right: { refused: /Neither the names of the columns nor their values tell which|No other column/ },
  },
  {
    id: 'D20',
    what: 'a survey with grades from 0 to 10, and promoters and detractors: either may be meant',
    input: {
      tree: {
        'nps.csv': reviewTable('Note de 0 à 10,Profil NPS,Pourquoi cette note ?', (i) => {
          return [i % 11, i % 11 > 8 ? 'Promoteur' : i % 11 > 6 ? 'Passif' : 'Détracteur', review(i)]
        }),
      },
      open: 'nps.csv',
    },
    right: { refused: /"Note de 0 à 10", "Profil NPS" may be it/ },
  },
  {
    id: 'D21',
    what: 'issues with a status and a type: either may be meant',
    input: {
      tree: {
        'issues.csv': reviewTable('Key,Issue Type,Status,Description', (i) => [
          `APP-${i}`,
          ['Bug', 'Task', 'Story'][i % 3] ?? '',
          ['Done', 'To Do'][i % 2] ?? '',
          review(i),
        ]),
      },
      open: 'issues.csv',
    },
    right: { refused: /"Status", "Issue Type" may be it/ },
  },
  {
    id: 'D22',
    what: 'comments with three flags that nobody ever set: not several labels a text',
    input: {
      tree: {
        'comments.jsonl': records((i) => ({
          ...{ author: `u${i}`, body: review(i), subreddit: i % 2 === 0 ? 'pics' : 'news' },
          ...{ gilded: 0, controversiality: 0, stickied: false },
        })),
      },
      open: 'comments.jsonl',
    },
    right: { refused: /Cannot tell which column of .* is the label\. Neither .*--label-column subreddit/ },
  },
  {
    id: 'D23',
    what: 'e-mails of a help desk, with styles and characters of HTML',
    input: {
      tree: {
        'mails.jsonl': records((i) => ({
          body: `<style>p > a { color: red }</style><p>${review(i)}&nbsp;!</p>`,
          reason: i % 2 === 0 ? 'pos' : 'neg',
        })),
      },
      open: 'mails.jsonl',
    },
    right: {
      text: 'body',
      label: 'reason',
      labels,
      says: [/^40 texts hold characters as HTML writes them, such as &nbsp;/],
    },
  },
  {
    id: 'D24',
    what: 'a dump of a database',
    input: { tree: { 'a.sql': 'CREATE TABLE `a` (`body` text);\nINSERT INTO `a` VALUES (1);\n' }, open: 'a.sql' },
    right: { refused: /is a dump of a database \(SQL\): load it there, and export the table/ },
  },
]

/** A task of Label Studio, with two annotations. */
function annotated(i: number, isDisputed: boolean): object {
  const choice = (isGood: boolean) => ({ result: [{ value: { choices: [isGood ? 'pos' : 'neg'] }, type: 'choices' }] })
  const isGood = i % 2 === 0
  return { id: i, annotations: [choice(isGood), choice(isDisputed ? !isGood : isGood)], data: { text: review(i) } }
}

function records(make: (i: number) => object): string {
  return Array.from({ length: 40 }, (_, i) => `${JSON.stringify(make(i))}\n`).join('')
}
