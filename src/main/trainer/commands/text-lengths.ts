import { at } from '../../../shared/at.ts'
import {
  histogramBins,
  histogramBinWidth,
  type FindingInput,
  type LengthSummary,
} from '../../../shared/dataset-summary.ts'
import { enoughLength, isTooShort, longerThan } from '../tokens/fitted-length.ts'

/** Lengths in tokens, of at least one text. @param drawnFrom how many texts there are, of which these were drawn */
export function summarizeLengths(lengths: readonly number[], maxLength: number, drawnFrom: number): LengthSummary {
  const sorted = [...lengths].sort((a, b) => a - b)
  const histogram: number[] = new Array(histogramBins).fill(0)
  for (const length of lengths) {
    const bin = Math.min(Math.floor(length / histogramBinWidth), histogramBins - 1)
    histogram[bin] = at(histogram, bin) + 1
  }
  return {
    maxLength,
    longest: at(sorted, sorted.length - 1),
    median: at(sorted, Math.floor(sorted.length / 2)),
    truncated: longerThan(lengths, maxLength),
    total: lengths.length,
    drawnFrom,
    histogram,
  }
}

/**
 * That texts lose their end, and the maximum length at which nearly none would, of those that the model can read.
 * @param positions the most tokens that it reads
 */
export function lengthFindings(lengths: readonly number[], maxLength: number, positions: number): FindingInput[] {
  const truncated = longerThan(lengths, maxLength)
  if (!isTooShort(maxLength, lengths)) return []
  const share = (count: number): string => `${((100 * count) / lengths.length).toFixed(1)} %`
  const loss = `${share(truncated)} of the texts lose their end at ${maxLength} tokens`
  if (maxLength >= positions) {
    return [{ kind: 'tokens', severity: 'note', sentence: `${loss}, which is the most that this model reads.` }]
  }
  const longer = enoughLength(lengths, maxLength, positions)
  const left = longerThan(lengths, longer)
  const sentence = `${loss}; at ${longer} ${left === 0 ? 'none' : share(left)} would, and training takes longer.`
  const fixes = [{ title: `Set maximum length to ${longer}`, change: { maxLength: longer } }]
  return [{ kind: 'tokens', severity: 'note', sentence, fixes }]
}
