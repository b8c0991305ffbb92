import { halves, twenty, type Case } from '../case.ts'
import { review, reviewTable } from '../play/lay-out.ts'

const asking = /--label-column/

/** Which of the columns is the text and which the label. */
export const columns: readonly Case[] = [
  {
    id: 'D1',
    what: 'tweets about airlines, with 14 columns of which retweet_count has few values too',
    input: 'D1_airline/Tweets.csv',
    right: {
      ...{ text: 'text', label: 'airline_sentiment' },
      labels: [
        ['negative', 60],
        ['neutral', 30],
        ['positive', 60],
      ],
    },
  },
  {
    id: 'D2',
    what: "a shop's reviews as JSON Lines: stars are overall, and verified is no judgement",
    input: 'D2_amazon_jsonl/reviews.jsonl',
    right: {
      ...{ text: 'reviewText', label: 'overall' },
      labels: [
        ['1', 26],
        ['2', 24],
        ['4', 19],
        ['5', 31],
      ],
    },
  },
  {
    id: 'D3',
    what: 'reviews of clothes with a title, a text and a rating',
    input: 'D3_clothing/reviews.csv',
    right: {
      ...{ text: 'Review Text', label: 'Rating' },
      labels: [
        ['1', 50],
        ['5', 50],
      ],
    },
  },
  {
    id: 'D4',
    what: 'questions with a coarse and a fine label',
    input: 'D4_trec_hf/trec.csv',
    right: { text: 'text', label: 'coarse_label', classes: 6 },
  },
  {
    id: 'D5',
    what: 'a file sorted by its label, whose names tell nothing',
    input: 'D5_sorted_labels/sorted.csv',
    right: [
      {
        ...{ text: 'phrase', label: 'is_good' },
        labels: [
          ['no', 120],
          ['yes', 120],
        ],
      },
      { refused: asking },
    ],
  },
  {
    id: 'D6',
    what: 'news with the class first, as a number',
    input: 'D6_agnews/train.csv',
    right: {
      ...{ text: 'Description', label: 'Class Index' },
      labels: [
        ['1', 20],
        ['2', 20],
        ['3', 20],
        ['4', 20],
      ],
    },
  },
  {
    id: 'D7',
    what: 'a label and its name beside it',
    input: 'D7_setfit/train.jsonl',
    right: {
      ...{ text: 'text', label: 'label' },
      labels: [
        ['0', 30],
        ['1', 30],
      ],
      says: [/the names of its numbers are in "label_text"/],
    },
  },
  {
    id: 'D10',
    what: 'statement and status, sorted by status',
    input: 'D10_status_sorted/data.csv',
    right: {
      ...{ text: 'statement', label: 'status' },
      labels: [
        ['Anxious', 80],
        ['Calm', 80],
      ],
    },
  },
  {
    id: 'C11',
    what: 'six columns of 0 and 1, more than one of which may be 1',
    input: 'C11_multilabel_onehot/toxic.csv',
    right: [
      { text: 'comment_text', says: [/multi-?label|several labels|more than one label/i] },
      { refused: /multi-?label|several labels|more than one label/i },
    ],
  },
  {
    id: 'F4e',
    what: 'Parquet columns with dots in their names',
    input: 'F4_nested/dotted.parquet',
    right: { text: 'data.text', label: 'data.label', labels: halves },
  },
  {
    id: 'D11',
    what: 'posts with the votes for them as score, and the forum that they stand in',
    input: {
      tree: {
        'posts.csv': reviewTable('id,title,selftext,subreddit,score,num_comments', (i, label) => [
          ...[`t3_${i}`, `Question ${i}`, review(i), label === 'pos' ? 'happy' : 'rants', i % 4, i % 3],
        ]),
      },
      open: 'posts.csv',
    },
    right: { refused: /subreddit/ },
  },
  {
    id: 'D30',
    what: "an office's mail, with a subject and what is wanted",
    input: {
      tree: {
        'amt.csv': reviewTable('Nr,Betreff,Anliegen,Kategorie', (i, label) => [
          ...[i, review(i).slice(0, 14), `${review(i)} and I ask for an answer`],
          label,
        ]),
      },
      open: 'amt.csv',
    },
    right: { text: 'Anliegen', label: 'Kategorie', labels: twenty },
  },
  {
    id: 'D31',
    what: 'the same text plain and with tags',
    input: {
      tree: {
        'resume.csv': reviewTable('ID,Resume_str,Resume_html,Category', (i, label) => [
          ...[i, review(i), `<div class="page">${review(i)}</div>`],
          label,
        ]),
      },
      open: 'resume.csv',
    },
    right: { text: 'Resume_str', label: 'Category', labels: twenty },
  },
]
