import { expect, test } from 'vitest'
import { figureTitle, labelTable } from '../../../../src/main/cli/screen/label-table.ts'
import { figures } from '../../../../src/shared/figures.ts'
import { metricsOf } from '../../../support/run-report.ts'

const perClass = Array.from({ length: 30 }, (_, i) => {
  return { label: `label ${i}`, precision: 0.5, recall: 0.5, f1: i / 30, support: 10 }
})

test('Few labels stand in their order, of many those with the lowest F1', () => {
  expect(labelTable(metricsOf(0.9, 0.8))).toEqual([
    'label  precision  recall     F1  texts',
    'neg        0.800   0.800  0.800    100',
    'pos        0.800   0.800  0.800    100',
  ])
  const lines = labelTable({ perClass: perClass.toReversed() })
  expect(lines).toHaveLength(22)
  expect(lines[1]).toMatch(/^label 0 +0\.500 +0\.500 +0\.000 +10$/)
  expect(lines.at(-1)).toBe('These have the lowest F1; 10 more do better.')
})

test('A figure of one label says of which, and a mean that it is one', () => {
  expect(figureTitle(figures.f1, metricsOf(0.9, 0.8))).toBe('F1, "pos"')
  expect(figureTitle(figures.f1, { perClass })).toBe('F1, macro')
  expect(figureTitle(figures.accuracy, { perClass })).toBe('Accuracy')
})
