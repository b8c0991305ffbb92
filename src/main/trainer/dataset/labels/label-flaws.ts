import type { LabelChange } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { Flaw } from '../rows/row.ts'
import { findMissing } from './findings.ts'

/** Counts the rows that were left out for their labels. */
export class LabelFlaws {
  readonly #words = new Map<string, number>()
  #several = 0

  add({ missing, isSeveral = false }: Flaw = {}): void {
    if (missing !== undefined) this.#words.set(missing, (this.#words.get(missing) ?? 0) + 1)
    if (isSeveral) this.#several++
  }

  /**
   * Checks that texts with several labels are the exception among as many that have one.
   * @throws LastlayerError `dataset` if they are not
   */
  requireSingle(source: string, single: number): void {
    if (this.#several <= single) return
    throw new LastlayerError(
      'dataset',
      `Most texts of ${source} have several labels (multi-label): Lastlayer trains on one label a text. ` +
        'Choose another label column, or keep the first label of each.',
    )
  }

  findings(labelMap: readonly LabelChange[]): FindingInput[] {
    const missing = findMissing(this.#words, labelMap)
    const several: FindingInput = {
      kind: 'labels',
      severity: 'warning',
      sentence: `Left out, as they have several labels each (multi-label): ${this.#several} texts.`,
    }
    return [...(missing === null ? [] : [missing]), ...(this.#several === 0 ? [] : [several])]
  }
}
