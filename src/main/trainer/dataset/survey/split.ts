import type { Split } from '../../../../shared/dataset-summary.ts'
import { keyOf, permutation, streamKey, type Purpose } from '../../random.ts'
import type { Survey } from './survey.ts'
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
 * Which part each row belongs to; null for a row that a small run leaves out. The same rows, options and seed give the
 * same parts.
 */
export function splitRows({ labels, rows }: Survey, options: SplitOptions): (Split | null)[] {
  // One stream of random numbers for each choice, so that one setting does not change another's draw.
  const draw = (from: Split, purpose: Purpose, size: (count: number) => number) =>
    drawByLabel(rows, (i) => parts[i] === from, size, streamKey(purpose, options.seed))

  const parts: (Split | null)[] = rows.map(({ split }) => split ?? 'train')
  if (isAutomatic(rows)) {
    for (const i of draw('train', 'testPart', (count) => shareOf(count, options.testShare))) parts[i] = 'test'
  }
  if (options.smallRun) {
    const spare = (limit: number) => (count: number) => Math.max(0, count - Math.floor(limit / labels.length))
    for (const i of draw('train', 'smallTrain', spare(smallest.train))) parts[i] = null
    for (const i of draw('test', 'smallTest', spare(smallest.test))) parts[i] = null
  }
  if (options.validationShare > 0) {
    const size = (count: number) => shareOf(count, options.validationShare)
    for (const i of draw('train', 'validationPart', size)) parts[i] = 'validation'
  }
  return parts
}

/** Whether the dataset leaves the split to Lastlayer. */
export function isAutomatic(rows: Survey['rows']): boolean {
  return rows.every(({ split }) => split === null)
}

/** A share of `count`, to the nearest whole number, but at least one and never all. */
function shareOf(count: number, share: number): number {
  return count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * share)))
}

/** Draws `size(count)` of the `count` rows that each label has among the candidates. */
function drawByLabel(
  rows: Survey['rows'],
  isCandidate: (i: number) => boolean,
  size: (count: number) => number,
  key: number,
): number[] {
  const byLabel = new Map<number, number[]>()
  for (const [i, { label }] of rows.entries()) {
    if (!isCandidate(i)) continue
    const members = byLabel.get(label)
    if (members === undefined) byLabel.set(label, [i])
    else members.push(i)
  }
  return [...byLabel].flatMap(([label, members]) => {
    const order = permutation(keyOf(key, label), members.length)
    return Array.from(order.subarray(0, size(members.length)), (place) => at(members, place))
  })
}
