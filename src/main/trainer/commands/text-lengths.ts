import { at } from '../../../shared/at.ts'
import {
  histogramBins,
  histogramBinWidth,
  type FindingInput,
  type LengthSummary,
} from '../../../shared/dataset-summary.ts'
import { percent, say, type Said } from '../../../shared/said.ts'
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
  const share = (count: number): Said => percent(count / lengths.length, 1)
  const loss = { share: share(truncated), length: String(maxLength) }
  if (maxLength >= positions) {
    return [
      {
        kind: 'tokens',
        severity: 'note',
        sentence: say(
          '{{share}} of the texts lose their end at {{length}} tokens, which is the most that this model reads.',
          loss,
        ),
      },
    ]
  }
  const longer = enoughLength(lengths, maxLength, positions)
  const left = longerThan(lengths, longer)
  const values = { ...loss, longer: String(longer) }
  const sentence =
    left === 0
      ? say(
          '{{share}} of the texts lose their end at {{length}} tokens; at {{longer}} none would, and training takes longer.',
          values,
        )
      : say(
          '{{share}} of the texts lose their end at {{length}} tokens; at {{longer}} {{left}} would, and training takes longer.',
          { ...values, left: share(left) },
        )
  const title = say('Set maximum length to {{length}}', { length: String(longer) })
  const fixes = [{ title, change: { maxLength: longer } }]
  return [{ kind: 'tokens', severity: 'note', sentence, fixes }]
}
