import { describe, expect, test } from 'vitest'
import type { Weights } from '../../../../src/main/trainer/checkpoint/standing.ts'
import { KeptWeights } from '../../../../src/main/trainer/training/kept-weights.ts'

const weights = (value: number): Weights => new Map([['w', { shape: [1], data: Float32Array.of(value) }]])
const valueOf = (kept: KeptWeights) => kept.weights()?.get('w')?.data[0]

function offered(keep: 'best' | 'mean', scores: readonly number[]): KeptWeights {
  const kept = new KeptWeights({ keep })
  for (const [i, score] of scores.entries()) kept.offer(i + 1, score, weights(10 * (i + 1)))
  return kept
}

describe('The weights that are kept', () => {
  test('are those of the best epoch, the first of equals', () => {
    const kept = offered('best', [0.1, 0.5, 0.5, 0.2])
    expect([kept.bestEpoch, valueOf(kept), kept.averaged]).toEqual([2, 20, null])
  })

  test('or the mean from the epoch before the best to the last', () => {
    const kept = offered('mean', [0.1, 0.2, 0.5, 0.4])
    expect([kept.bestEpoch, valueOf(kept), kept.averaged]).toEqual([3, 30, [2, 4]])
  })

  test('begin anew with a better epoch, and with the first where that is the best', () => {
    expect(valueOf(offered('mean', [0.1, 0.5, 0.2, 0.6]))).toBe(35)
    const first = offered('mean', [0.9, 0.5, 0.2])
    expect([valueOf(first), first.averaged]).toEqual([20, [1, 3]])
  })

  test('are none before the first epoch', () => {
    const kept = offered('mean', [])
    expect([kept.weights(), kept.bestEpoch, kept.averaged]).toEqual([null, null, null])
  })
})
