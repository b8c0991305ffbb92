import { describe, expect, it } from 'vitest'
import { columnsFor, trainedText } from '../../../src/renderer/runs/run-columns.ts'
import { arranged } from '../../../src/renderer/runs/run-order.ts'
import { pastRuns } from '../past-runs.ts'

const runs = pastRuns(3).map(({ summary }) => summary)
const names = (search: string, order: Parameters<typeof arranged>[2] = 'newest'): string[] =>
  arranged(runs, search, order).map(({ name }) => name)

describe('The list of runs', () => {
  it('is found by words of name, data, model and note', () => {
    expect(names('tickets')).toEqual(['2026-01-07-tickets'])
    expect(names('film TINY')).toHaveLength(2)
    const noted = [{ ...runs[0], caption: { title: 'Mine', note: 'for the talk' } }]
    expect(arranged(noted, 'talk mine', 'newest')).toHaveLength(1)
    expect(names('no such words')).toEqual([])
  })

  it('is ordered by time, result or data, and a run that goes on is on top', () => {
    expect(names('', 'best')[0]).toBe('2026-01-07-tickets')
    expect(names('', 'data').at(-1)).toBe('2026-01-07-tickets')
    const running = { ...runs[2], status: 'running' as const, outcome: null }
    expect(arranged([runs[0], runs[1], running], '', 'best')[0]).toBe(running)
  })

  it('has columns for what differs, and for how much is trained', () => {
    expect(columnsFor(runs).map(({ name }) => name)).toEqual(['trained', 'rate', 'epochs', 'length'])
    expect(columnsFor([runs[0], runs[0]]).map(({ name }) => name)).toEqual(['trained'])
    const depths = [0, 1, 2, 'all'] as const
    expect(depths.map((unfreeze) => trainedText({ unfreeze, embeddings: false }))).toEqual([
      'head',
      'top block',
      'top 2 blocks',
      'all blocks',
    ])
    expect(trainedText({ unfreeze: 4, embeddings: true })).toBe('everything')
  })
})
