import { describe, expect, it } from 'vitest'
import { barsOf, ticksOf } from '../../../src/renderer/data/found/length-bars.ts'
import { histogramBins } from '../../../src/shared/dataset-summary.ts'

/** A histogram with so many texts in some bins. */
function histogramOf(texts: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: histogramBins }, (_, bin) => texts[bin] ?? 0)
}

describe('The bars of a histogram', () => {
  it('end with the longest text, however short', () => {
    const bars = barsOf({ histogram: histogramOf({ 0: 5, 2: 1 }) })
    expect(bars).toEqual([
      { from: 0, to: 7, texts: 5 },
      { from: 8, to: 15, texts: 0 },
      { from: 16, to: 23, texts: 1 },
    ])
    expect(ticksOf(bars)).toEqual([8, 16])
  })

  it('take several bins each where there are many, and lose no text', () => {
    const bars = barsOf({ histogram: histogramOf({ 0: 3, 1: 4, 63: 2 }) })
    expect(bars.length).toBe(32)
    expect([bars[0], bars.at(-1)]).toEqual([
      { from: 0, to: 15, texts: 7 },
      { from: 496, to: 511, texts: 2 },
    ])
    expect(ticksOf(bars)).toEqual([128, 256, 384])
  })

  it('have one for all that is longer', () => {
    const bars = barsOf({ histogram: histogramOf({ 0: 1, [histogramBins - 1]: 9 }) })
    expect(bars.at(-1)).toEqual({ from: 1024, to: null, texts: 9 })
    expect(bars.length).toBe(33)
    expect(ticksOf(bars)).toEqual([256, 512, 768])
  })
})
