import { describe, expect, it } from 'vitest'
import { differences } from '../../../src/renderer/runs/compare.ts'
import { commonMistakes, rowShares } from '../../../src/renderer/results/confusion.ts'
import { smooth } from '../../../src/renderer/charts/smooth.ts'
import { metricsOf } from '../fake-run.ts'
import { pastRuns } from '../past-runs.ts'

describe('differences', () => {
  const [first, second, tickets] = pastRuns(3)

  it('lists the settings that differ, and only those', () => {
    const recipe = differences([first, second]).filter(({ group }) => group === 'recipe')
    expect(recipe.map(({ name, values }) => [name, ...values])).toEqual([
      ['Blocks trained (K)', '1', '2'],
      ['Learning rate', '5e-4', '2e-5'],
      ['Seed', '42', '7'],
    ])
  })

  it('sees that the data differ', () => {
    const data = differences([first, tickets]).filter(({ group }) => group === 'data')
    expect(data.map(({ name }) => name)).toContain('Labels')
    expect(differences([first, first]).filter(({ group }) => group === 'data')).toEqual([])
  })

  it('lists the figures even where they agree', () => {
    const figures = differences([first, first]).filter(({ group }) => group === 'figures')
    expect(figures.length).toBeGreaterThan(5)
    const report = { ...first, summary: { ...first.summary, report: null } }
    expect(differences([first, report]).find(({ name }) => name === 'Accuracy after')?.values[1]).toBe('–')
  })
})

describe('confusion', () => {
  it('finds the most frequent mistakes', () => {
    const metrics = metricsOf(['a', 'b', 'c'], 0.7, 100)
    const mistakes = commonMistakes(metrics, 3)
    expect(mistakes).toHaveLength(3)
    expect(mistakes[0].texts).toBeGreaterThanOrEqual(mistakes[2].texts)
    expect(mistakes.every(({ label, taken }) => label !== taken)).toBe(true)
  })

  it('shares each row out, and a row without texts into nothing', () => {
    expect(
      rowShares([
        [3, 1],
        [0, 0],
      ]),
    ).toEqual([
      [0.75, 0.25],
      [0, 0],
    ])
  })
})

describe('smooth', () => {
  it('begins at the first value and leaves a constant alone', () => {
    const flat = [1, 2, 3].map((x) => ({ x, y: 0.7 }))
    expect(smooth(flat, 0.9).map(({ y }) => Number(y.toFixed(9)))).toEqual([0.7, 0.7, 0.7])
  })
})
