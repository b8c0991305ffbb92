import type { LabelChange } from '../../../../shared/dataset-settings.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { cleanLabel } from './clean-label.ts'
import { numberIn } from './spelling.ts'

/** What becomes of each label; null where its texts are left out. */
export interface Mapped {
  readonly to: ReadonlyMap<string, string | null>
  /** What the map names and the dataset does not have. */
  readonly unknown: readonly string[]
}

/**
 * Applies what the person says of labels, all at once: a label that another is renamed to is not renamed again. A label
 * is named as it is in the dataset, in any of the spellings that were made one; of two changes of one label the last counts.
 */
export function applyMap(
  changes: readonly LabelChange[],
  labels: readonly string[],
  names: ReadonlyMap<string, string>,
): Mapped {
  const to = new Map<string, string | null>(labels.map((label) => [label, label]))
  const unknown: string[] = []
  for (const change of changes) {
    const from = cleanLabel(change.from)
    const number = numberIn(from)
    const found = to.has(from) ? from : (names.get(from) ?? (number !== null && to.has(number) ? number : null))
    if (found === null) unknown.push(change.from)
    else to.set(found, change.to === null ? null : cleanLabel(change.to) || null)
  }
  return { to, unknown }
}

/**
 * Checks that the person's changes leave something to tell apart.
 * @throws LastlayerError `dataset` if they leave one label or none
 */
export function requireSeveral(source: string, labels: readonly string[], changes: readonly LabelChange[]): void {
  if (changes.length === 0 || labels.length > 1) return
  const left = labels.length === 0 ? 'no label' : `one label only, "${labels[0]}"`
  throw new LastlayerError(
    'dataset',
    `The label map leaves ${left} of ${source}: a classifier needs at least two. Change --label-map.`,
  )
}
