import { histogramBinWidth, type LengthSummary } from '../../../shared/dataset-summary.ts'

/** So many bars at most: more are too thin to be told apart. */
const mostBars = 40
const mostTicks = 5

/** Texts of some lengths in tokens: `from` and all above it up to `to`, or whatever is longer where that is null. */
export interface LengthBar {
  readonly from: number
  readonly to: number | null
  readonly texts: number
}

/** The bars of a histogram, from 0 to the longest text. What the last bin takes, however long, is a bar of its own. */
export function barsOf({ histogram }: Pick<LengthSummary, 'histogram'>): LengthBar[] {
  const longer = histogram.at(-1) ?? 0
  const told = histogram.slice(0, -1)
  const bins = longer > 0 ? told.length : told.findLastIndex((texts) => texts > 0) + 1
  const together = 2 ** Math.max(0, Math.ceil(Math.log2(bins / mostBars)))
  const width = together * histogramBinWidth
  const bars = Array.from({ length: Math.ceil(bins / together) }, (_, i) => ({
    from: width * i,
    to: width * (i + 1) - 1,
    texts: told.slice(together * i, together * (i + 1)).reduce((sum, texts) => sum + texts, 0),
  }))
  return longer > 0 ? [...bars, { from: told.length * histogramBinWidth, to: null, texts: longer }] : bars
}

/** Round lengths within the bars, at equal steps, without 0. */
export function ticksOf(bars: readonly LengthBar[]): number[] {
  const end = Math.max(0, ...bars.map(({ to }) => (to ?? -1) + 1))
  const step = 2 ** Math.max(2, Math.ceil(Math.log2(end / mostTicks)))
  return Array.from({ length: Math.floor(end / step) }, (_, i) => step * (i + 1)).filter((tick) => tick < end)
}
