import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnswers, requireLabels } from '../../../../../src/main/trainer/model/families/labels.ts'

const architectures = ['BertForSequenceClassification']
const two = { 0: 'neg', 1: 'pos' }
const unnamed = (count: number): string[] => Array.from({ length: count }, (_, i) => `LABEL_${i}`)

// As transformers 5.24 reads them.
test.each<[string, object, readonly string[]]>([
  ['nothing', {}, unnamed(2)],
  ['names', { id2label: two }, ['neg', 'pos']],
  ['names and their number', { id2label: two, num_labels: 2 }, ['neg', 'pos']],
  ['names in another order', { id2label: { 1: 'pos', 0: 'neg' } }, ['neg', 'pos']],
  ['numbers with blanks and zeros', { id2label: { ' 0': 'neg', '01': 'pos' } }, ['neg', 'pos']],
  ['more names than their number', { id2label: { ...two, 2: 'x' }, num_labels: 2 }, unnamed(2)],
  ['fewer names than their number', { id2label: two, num_labels: 3 }, unnamed(3)],
  ['a number alone', { num_labels: 4 }, unnamed(4)],
  ['label2id alone', { label2id: { a: 0, b: 1, c: 2 } }, unnamed(2)],
  ['label2id that says otherwise', { id2label: two, label2id: { other: 7 } }, ['neg', 'pos']],
  ['an older field', { id2label: two, _num_labels: 3 }, ['neg', 'pos']],
  ['a list', { id2label: ['neg', 'pos'] }, ['neg', 'pos']],
  ['names that are numbers', { id2label: { 0: 1, 1: 2.5 } }, ['1', '2.5']],
  ['names that are truth values', { id2label: { 0: false, 1: true } }, ['false', 'true']],
  ['a null in every field', { id2label: null, label2id: null, num_labels: null, problem_type: null }, unnamed(2)],
  ['the task', { id2label: two, problem_type: 'single_label_classification' }, ['neg', 'pos']],
  ['no class, but names', { architectures: null, id2label: two }, ['neg', 'pos']],
])('%s are the labels of a classifier', (_, fields, labels) => {
  expect(requireLabels(readAnswers({ architectures, ...fields }), 'it')).toEqual(labels)
})

test.each<[string, object, string]>([
  ['a model without a head', { architectures: ['BertForMaskedLM'], id2label: two }, 'is a pretrained model without a classifier'], // prettier-ignore
  ['a model of no task', { architectures: [] }, 'is a pretrained model without a classifier'],
  ['one label', { id2label: { 0: 'score' } }, 'is a regression model: it answers with a number'],
  ['one label by number', { num_labels: 1 }, 'is a regression model'],
  ['regression', { id2label: two, problem_type: 'regression' }, 'is a regression model'],
  ['several labels at once', { id2label: two, problem_type: 'multi_label_classification' }, 'several labels at once'],
  ['several labels at once, one of them', { num_labels: 1, problem_type: 'multi_label_classification' }, 'several labels at once'], // prettier-ignore
  ['labels from 1', { id2label: { 1: 'neg', 2: 'pos' } }, 'with the numbers 1, 2, where classes count from 0'],
  ['a gap', { id2label: { 0: 'a', 2: 'b' } }, 'with the numbers 0, 2'],
  ['a label twice', { id2label: { 0: 'a', 1: 'a' } }, 'names two classes alike'],
  ['labels for numbers', { id2label: { neg: 0, pos: 1 } }, 'not a table from class numbers to labels'],
  ['a label that is none', { id2label: { 0: null, 1: 'a' } }, 'not a table from class numbers to labels'],
  ['no labels', { id2label: {} }, 'has 0 labels'],
  ['labels beyond all bounds', { num_labels: 1e9 }, 'has 1000000000 labels'],
])('%s has a sentence', (_, fields, words) => {
  const answers = readAnswers({ architectures, ...fields })
  expect(answers.labels).toBeNull()
  expect(() => requireLabels(answers, 'some/model')).toThrow(`some/model ${answers.unlabelled}. Fine-tune it first`)
  expect(answers.unlabelled).toContain(words)
})

test('any config has labels or a sentence', () => {
  const fields = fc.constantFrom('id2label', 'num_labels', 'problem_type', 'label2id', 'architectures')
  fc.assert(
    fc.property(fc.dictionary(fields, fc.jsonValue()), (raw) => {
      const { labels, unlabelled } = readAnswers({ architectures, ...raw })
      expect((labels?.length ?? 2) > 1 && (labels === null) === unlabelled.length > 0).toBe(true)
    }),
  )
})
