import { describe, expect, test } from 'vitest'
import { Rejections } from '../../../../../src/main/trainer/dataset/survey/rejections.ts'
import type { Flaw } from '../../../../../src/main/trainer/dataset/rows/row.ts'
import type { Split } from '../../../../../src/shared/dataset-summary.ts'
import { english } from '../../../../../src/shared/said.ts'

function of(...reasons: string[]): Rejections {
  const rejected = new Rejections()
  for (const [i, reason] of reasons.entries()) add(rejected, reason, i + 2)
  return rejected
}

function add(rejected: Rejections, reason: string, line: number, split: Split | null = null, flaw?: Flaw): void {
  rejected.add({ kind: 'rejected', row: { file: 'a.csv', line, reason }, split, ...(flaw && { flaw }) })
}

describe('rows that were left out', () => {
  test('are told with their first reason, or with the commonest', () => {
    expect(of().sentence(7)).toBeNull()
    expect(of('No text.').sentence(7)).toBe('1 of 8 rows was left out (a.csv line 2: No text)')
    expect(of('No text.', 'No label.', 'No label.').sentence(0)).toBe(
      '3 of 3 rows were left out (2 such as a.csv line 3: No label; 1 such as a.csv line 2: No text)',
    )
  })

  test('for different numbers are left out for one reason', () => {
    const [first, ...others] = of('Has 2 fields.', 'Has 3 fields.').reasons()
    expect([first?.count, others]).toEqual([2, []])
  })

  test('are counted where there are more than are listed', () => {
    const rejected = of(...Array.from({ length: 1000 }, () => 'No text.'))
    expect([rejected.count, rejected.rows.length]).toEqual([1000, 100])
  })

  test('are counted by part, with those that lack a label', () => {
    const rejected = new Rejections()
    add(rejected, 'No label (nan).', 2, 'test', { missing: 'nan' })
    add(rejected, 'No text.', 3, 'test')
    expect(rejected.ofPart('test')).toMatchObject({ count: 2, unlabelled: 1, first: { line: 2 } })
    expect(rejected.ofPart('train')).toBeNull()
  })

  test('for several labels are an error where most texts have several', () => {
    const rejected = new Rejections()
    for (const line of [2, 3]) add(rejected, 'Has 2 labels.', line, null, { isSeveral: true })
    expect(() => rejected.requireSingle('a.csv', 2)).not.toThrow()
    expect(() => rejected.requireSingle('a.csv', 1)).toThrow(/^Most texts of a\.csv have several labels/)
    expect(rejected.labelFindings([]).map(({ sentence }) => english(sentence))).toEqual([
      'Left out, as they have several labels each (multi-label): 2 texts.',
    ])
  })
})
