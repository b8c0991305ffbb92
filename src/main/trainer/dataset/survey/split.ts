import type { Split } from '../../../../shared/dataset-summary.ts'
import { keyOf, permutation, streamKey, type Purpose } from '../../random.ts'
import { drawGroups } from './groups.ts'
import type { Rows } from './parts.ts'
import type { Settled } from './settle.ts'
import { at } from '../../../../shared/at.ts'

export interface SplitOptions {
  readonly smallRun: boolean
  /** Share of each label that is set aside for testing where the dataset has no test part. */
  readonly testShare: number
  /** Share of each label's training examples that becomes the validation part; 0 for none. */
  readonly validationShare: number
  readonly seed: number
}

const smallest = { train: 4000, test: 2000 }

/**
 * Which part each row belongs to; null for a row that is not used. The same rows, options and seed give the same parts.
 * Rows of one group stay together in what is drawn here.
 */
export function splitRows(
  { labels, rows, isAutomatic }: Omit<Settled, 'findings'>,
  options: SplitOptions,
): (Split | null)[] {
  const hasGroups = rows.some((row) => row !== null && row.group !== null)
  // One stream of random numbers for each choice, so that one setting does not change another's draw.
  const draw = (from: Split, purpose: Purpose, size: (count: number) => number) =>
    drawByLabel(rows, (i) => parts[i] === from, size, streamKey(purpose, options.seed))
  const drawShare = (purpose: Purpose, share: number) =>
    hasGroups
      ? drawGroups(rows, (i) => parts[i] === 'train', share, streamKey(purpose, options.seed))
      : draw('train', purpose, (count) => shareOf(count, share))

  const parts: (Split | null)[] = rows.map((row) => row && (row.split ?? 'train'))
  if (isAutomatic) for (const i of drawShare('testPart', options.testShare)) parts[i] = 'test'
  if (options.smallRun) {
    const spare = (limit: number) => (count: number) => Math.max(0, count - Math.floor(limit / labels.length))
    for (const i of draw('train', 'smallTrain', spare(smallest.train))) parts[i] = null
    for (const i of draw('test', 'smallTest', spare(smallest.test))) parts[i] = null
  }
  if (options.validationShare > 0 && !parts.includes('validation')) {
    for (const i of drawShare('validationPart', options.validationShare)) parts[i] = 'validation'
  }
  return parts
}

/** A share of `count`, to the nearest whole number, but at least one and never all. */
function shareOf(count: number, share: number): number {
  return count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * share)))
}

/** Draws `size(count)` of the `count` rows that each label has among the candidates. */
function drawByLabel(
  rows: Rows,
  isCandidate: (i: number) => boolean,
  size: (count: number) => number,
  key: number,
): number[] {
  const byLabel = new Map<number, number[]>()
  for (const [i, row] of rows.entries()) {
    if (row === null || !isCandidate(i)) continue
    const members = byLabel.get(row.label)
    if (members === undefined) byLabel.set(row.label, [i])
    else members.push(i)
  }
  return [...byLabel].flatMap(([label, members]) => {
    const order = permutation(keyOf(key, label), members.length)
    return Array.from(order.subarray(0, size(members.length)), (place) => at(members, place))
  })
}
