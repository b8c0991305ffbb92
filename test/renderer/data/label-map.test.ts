import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabelChange } from '../../../src/shared/dataset-settings.ts'
import { bringBack, formerNames, labelsAfter, mapLabels } from '../../../src/renderer/data/labels/label-map.ts'

/** What a label of the dataset is called by a map. */
function called(map: readonly LabelChange[], label: string): string | null {
  const change = map.find(({ from }) => from === label)
  return change === undefined ? label : change.to
}

function after(map: readonly LabelChange[], originals: readonly string[]): string[] {
  return [...new Set(originals.map((label) => called(map, label)))].filter((label) => label !== null)
}

describe('A map of labels', () => {
  it('joins labels that are chosen, and those that are called so already', () => {
    expect(mapLabels([], ['pos', 'Pos'], 'pos', ['pos', 'Pos', 'neg'])).toEqual([
      { from: 'pos', to: 'pos' },
      { from: 'Pos', to: 'pos' },
    ])
    expect(mapLabels([], ['Pos'], 'pos', ['pos', 'Pos'])).toEqual([
      { from: 'Pos', to: 'pos' },
      { from: 'pos', to: 'pos' },
    ])
  })

  it('renames what was joined before as one', () => {
    const joined = mapLabels([], ['Pos'], 'pos', ['pos', 'Pos', 'neg'])
    expect(mapLabels(joined, ['pos'], 'positive', ['pos', 'neg'])).toEqual([
      { from: 'Pos', to: 'positive' },
      { from: 'pos', to: 'positive' },
    ])
  })

  it('names only labels of the dataset, however often one is renamed', () => {
    const once = mapLabels([], ['a'], 'b', ['a', 'z'])
    expect(mapLabels(once, ['b'], 'c', ['b', 'z'])).toEqual([{ from: 'a', to: 'c' }])
    expect(mapLabels(once, ['b'], 'a', ['b', 'z'])).toEqual([])
  })

  it('leaves labels out and brings them back', () => {
    const map = mapLabels([], ['x', 'y'], null, ['x', 'y', 'z'])
    expect(map).toEqual([
      { from: 'x', to: null },
      { from: 'y', to: null },
    ])
    expect(bringBack(map, 'x')).toEqual([{ from: 'y', to: null }])
  })

  it('says which labels would be left, by the case too where that is no difference', () => {
    expect(labelsAfter(['a', 'b'], ['a'], 'b', false)).toEqual(['b'])
    expect(labelsAfter(['a', 'b'], ['a'], 'B', false)).toEqual(['b', 'B'])
    expect(labelsAfter(['a', 'b'], ['a'], 'B', true)).toHaveLength(1)
    expect(labelsAfter(['a', 'b', 'c'], ['a'], null, false)).toEqual(['b', 'c'])
  })

  it('says of what a label is made', () => {
    const map = mapLabels([], ['Pos'], 'pos', ['pos', 'Pos'])
    expect(formerNames(map, 'pos')).toEqual(['Pos', 'pos'])
    expect(formerNames(map, 'neg')).toEqual([])
  })

  it('does what was asked, after any changes before it', () => {
    const originals = ['a', 'b', 'c', 'd']
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const step = fc.record({ picks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), to: fc.option(name) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let map: LabelChange[] = []
        for (const { picks, to } of steps) {
          const labels = after(map, originals)
          if (labels.length === 0) return
          const chosen = [...new Set(picks.map((pick) => labels[pick % labels.length]))]
          const before = map
          map = mapLabels(map, chosen, to, labels)
          for (const label of originals) {
            const former = called(before, label)
            const expected = former !== null && chosen.includes(former) ? to : former
            expect(called(map, label)).toBe(expected)
          }
        }
      }),
    )
  })
})
