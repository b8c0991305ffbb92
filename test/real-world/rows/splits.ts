import { halves, twenty, type Case } from '../case.ts'
import { labelFolders, review, reviewTable } from '../play/lay-out.ts'

const binary = [
  ['0', 25],
  ['1', 25],
] as const
const minusOne = /test part has no labels and is left out/

/** Which parts a dataset has of its own. */
export const splits: readonly Case[] = [
  {
    id: 'C8a',
    what: 'train, dev and test, of which test has no labels',
    input: 'C8_unlabelled_test_minus1/sst2',
    right: [
      { text: 'sentence', label: 'label', parts: { train: 40, validation: 0, test: 10 }, says: [/test\.tsv/] },
      { text: 'sentence', label: 'label', parts: { validation: 10 }, says: [/test\.tsv/] },
    ],
  },
  {
    id: 'C8b',
    what: 'a test part whose labels are all -1',
    input: 'C8_unlabelled_test_minus1/minus1',
    right: [
      { labels: binary, parts: { train: 40, validation: 0, test: 10 }, says: [minusOne] },
      { labels: binary, parts: { validation: 10 }, says: [minusOne] },
    ],
  },
  {
    id: 'C9',
    what: 'train and validation alone',
    input: 'C9_train_valid_only',
    right: [
      { labels: halves, parts: { train: 40, validation: 0, test: 20 } },
      { labels: halves, parts: { validation: 20 } },
    ],
  },
  {
    id: 'C10',
    what: 'a competition: train, a test without target, and a sample of what to hand in',
    input: 'C10_kaggle_competition',
    right: {
      ...{ text: 'text', label: 'target', parts: { train: 48, test: 12 } },
      says: [/test\.csv/, /sample_submission\.csv/],
      labels: [
        ['0', 30],
        ['1', 30],
      ],
    },
  },
  {
    id: 'C12',
    what: 'a test part that lacks a label',
    input: 'C12_test_lacks_label',
    right: {
      ...{ parts: { train: 60, test: 15 }, says: [/c3/] },
      labels: [
        ['c0', 20],
        ['c1', 20],
        ['c2', 20],
        ['c3', 15],
      ],
    },
  },
  {
    id: 'C13',
    what: 'a label that is in the test part alone',
    input: 'C13_test_new_label',
    right: [{ refused: /c3/ }, { parts: { train: 60 }, says: [/c3/] }],
  },
  {
    id: 'E5',
    what: 'an export that is labelled in part: the label first stands in row 61',
    input: 'E5_late_key/partly.jsonl',
    right: { text: 'text', label: 'label', labels: halves, leftOut: 60, because: /label/i },
  },
  {
    id: 'E5, named',
    what: 'the same with its column named',
    input: 'E5_late_key/partly.jsonl',
    settings: { labelColumn: 'label' },
    right: { labels: halves, leftOut: 60, because: /label/i },
  },
  {
    id: 'F1b',
    what: "a dataset's folder from the hub, with data/train, data/validation and data/test",
    input: 'F1_hf_classlabel/hub',
    right: [
      { parts: { train: 40, validation: 10, test: 10 } },
      { parts: { train: 40, test: 10 }, says: [/validation/] },
    ],
  },
  {
    id: 'F7',
    what: 'train, test and a shard that is unsupervised',
    input: 'F7_imdb_hub',
    right: { parts: { train: 40, test: 20 }, classes: 2, says: [/unsupervised/] },
  },
  {
    id: 'F10',
    what: 'two configurations, in folders of their own',
    input: 'F10_two_configs/emotion',
    right: [
      { refused: /split.*unsplit|unsplit.*split/s },
      {
        ...{ text: 'sentence', says: [/unsplit/] },
        labels: [
          ['negative', 20],
          ['positive', 20],
        ],
      },
    ],
  },
  {
    id: 'H5',
    what: 'folders Train and Test',
    input: { tree: { ...labelFolders('Train'), ...labelFolders('Test') } },
    right: { parts: { train: 24, validation: 0, test: 24 } },
  },
  {
    id: 'H13',
    what: 'folders train, valid and test',
    input: { tree: { ...labelFolders('train'), ...labelFolders('valid'), ...labelFolders('test') } },
    right: { parts: { train: 24, validation: 24, test: 24 } },
  },
  {
    id: 'F6a',
    what: 'a dataset of save_to_disk, in Arrow files',
    input: 'F6_arrow_hf_disk/saved',
    right: { parts: { train: 60, test: 60 }, classes: 2 },
  },
  {
    id: 'F6b',
    what: 'a Feather file',
    input: 'F6_arrow_hf_disk/data.feather',
    right: [{ labels: halves }, { labels: twenty }, { refused: /is (a Feather|an Arrow|Arrow).*Parquet/i }],
  },
  {
    id: 'C18',
    what: 'texts in one table and their labels in another, by a number that both have',
    input: {
      tree: {
        'train_data.csv': reviewTable('id,text', (i) => [i, review(i)]),
        'train_labels.csv': reviewTable('id,label', (i, label) => [i, label]),
      },
    },
    right: { refused: /labels of train_data\.csv in a table of their own \(train_labels\.csv\): join the two by "id"/ },
  },
  {
    id: 'C19',
    what: 'a table with labels, and beside it what they are called',
    input: {
      tree: {
        'train.csv': reviewTable('id,text,label', (i, label) => [i, review(i), label === 'pos' ? 1 : 0]),
        'labels.csv': 'id,label\n0,neg\n1,pos\n',
      },
    },
    right: { classes: 2, parts: { train: 32, test: 8 } },
  },
]
