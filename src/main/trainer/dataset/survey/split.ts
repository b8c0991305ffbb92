import { keyOf, permutation, streamKey, type Purpose } from '../../random.ts'
import { drawGroups } from './groups.ts'
import { partCode, type Rows } from './rows.ts'
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
 * The part that each row belongs to, of `partCode`, none of them undecided. The same rows, options and seed give the same
 * parts. Rows of one group stay together in what is drawn here.
 */
export function splitRows(
  { labels, rows, isAutomatic }: Pick<Settled, 'labels' | 'isAutomatic'> & { readonly rows: SplitRows },
  options: SplitOptions,
): Uint8Array {
  const { leftOut, undecided, train, validation, test } = partCode
  const { label } = rows
  const part = rows.part.map((code) => (code === undecided ? train : code))
  const { group } = rows
  const hasGroups = part.some((code, i) => code !== leftOut && (group?.[i] ?? -1) >= 0)
  // One stream of random numbers for each choice, so that one setting does not change another's draw.
  const draw = (from: number, to: number, purpose: Purpose, size: (count: number) => number) =>
    drawByLabel({ label, part }, labels.length, { from, to, size, key: streamKey(purpose, options.seed) })
  const drawShare = (to: number, purpose: Purpose, share: number) => {
    if (group === null || !hasGroups) return draw(train, to, purpose, (count) => shareOf(count, share))
    const key = streamKey(purpose, options.seed)
    for (const i of drawGroups({ label, group }, (i) => part[i] === train, share, key)) part[i] = to
  }

  if (isAutomatic) drawShare(test, 'testPart', options.testShare)
  if (options.smallRun) {
    const spare = (limit: number) => (count: number) => Math.max(0, count - Math.floor(limit / labels.length))
    draw(train, leftOut, 'smallTrain', spare(smallest.train))
    draw(test, leftOut, 'smallTest', spare(smallest.test))
  }
  if (options.validationShare > 0 && !part.includes(validation)) {
    drawShare(validation, 'validationPart', options.validationShare)
  }
  return part
}

type SplitRows = Pick<Rows, 'label' | 'part' | 'group'>

/** A share of `count`, to the nearest whole number, but at least one and never all. */
function shareOf(count: number, share: number): number {
  return count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * share)))
}

interface Draw {
  readonly from: number
  readonly to: number
  /** How many of the rows that a label has are drawn. */
  readonly size: (count: number) => number
  readonly key: number
}

/** Moves some rows of each label from one part to another. */
function drawByLabel(
  { label, part }: Pick<Rows, 'label' | 'part'>,
  labels: number,
  { from, to, size, key }: Draw,
): void {
  const counts = new Array<number>(labels).fill(0)
  part.forEach((code, i) => {
    if (code === from) counts[at(label, i)] = at(counts, at(label, i)) + 1
  })
  const isDrawn = counts.map((count, one) => {
    const marks = new Uint8Array(count)
    for (const place of permutation(keyOf(key, one), count).subarray(0, size(count))) marks[place] = 1
    return marks
  })
  const met = new Array<number>(labels).fill(0)
  part.forEach((code, i) => {
    if (code !== from) return
    const one = at(label, i)
    const place = at(met, one)
    met[one] = place + 1
    if (at(isDrawn, one)[place] === 1) part[i] = to
  })
}
