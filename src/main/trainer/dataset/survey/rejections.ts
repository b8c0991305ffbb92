import type { LabelChange } from '../../../../shared/dataset-settings.ts'
import type { FindingInput, RejectedRow, Split } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { say } from '../../../../shared/said.ts'
import { findMissing } from '../labels/findings.ts'
import type { SourceItem } from '../rows/row.ts'
import { placeOf } from './say.ts'

const listed = 100
const mostReasons = 50

/** The rows of one part that were left out, and those of them that lack a label. */
export interface RejectedOf {
  count: number
  unlabelled: number
  readonly first: RejectedRow
}

/** Rows left out for one reason, and the first of them. */
export interface RejectedFor {
  count: number
  readonly first: RejectedRow
}

/** The rows that were left out: all are counted, by reason and by part; the first hundred are listed. */
export class Rejections {
  readonly rows: RejectedRow[] = []
  readonly #reasons = new Map<string, RejectedFor>()
  readonly #parts = new Map<Split | null, RejectedOf>()
  /** Words for a missing label. */
  readonly #missing = new Map<string, number>()
  #several = 0
  #count = 0

  get count(): number {
    return this.#count
  }

  add({ row, split, flaw = {} }: Extract<SourceItem, { kind: 'rejected' }>): void {
    this.#count += 1
    const { missing, isSeveral = false } = flaw
    if (missing !== undefined) this.#missing.set(missing, (this.#missing.get(missing) ?? 0) + 1)
    if (isSeveral) this.#several += 1
    if (this.rows.length < listed) this.rows.push(row)
    // Rows that have 2 fields and rows that have 3 are left out for one reason.
    const reason = row.reason.replace(/\d+/g, '#')
    const known = this.#reasons.get(reason)
    if (known !== undefined) known.count += 1
    else if (this.#reasons.size < mostReasons) this.#reasons.set(reason, { count: 1, first: row })
    const part = this.#parts.get(split) ?? { count: 0, unlabelled: 0, first: row }
    part.count += 1
    if (row.reason.startsWith('No label')) part.unlabelled += 1
    this.#parts.set(split, part)
  }

  ofPart(split: Split): Readonly<RejectedOf> | null {
    return this.#parts.get(split) ?? null
  }

  /** The commonest first. */
  reasons(): readonly RejectedFor[] {
    return [...this.#reasons.values()].sort((a, b) => b.count - a.count)
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

  /** What is to be said of rows that were left out for their labels. */
  labelFindings(labelMap: readonly LabelChange[]): FindingInput[] {
    const missing = findMissing(this.#missing, labelMap)
    const several: FindingInput = {
      kind: 'labels',
      severity: 'warning',
      sentence: say('Left out, as they have several labels each (multi-label): {{texts}} texts.', {
        texts: String(this.#several),
      }),
    }
    return [...(missing === null ? [] : [missing]), ...(this.#several === 0 ? [] : [several])]
  }

  /** "60 of 120 rows were left out (spam.csv line 2: Not UTF-8 text)"; null if none were. */
  sentence(used: number): string | null {
    if (this.#count === 0) return null
    const some = this.reasons().slice(0, 3)
    const why = some.map(({ count, first }) => {
      const reason = `${placeOf(first)}: ${first.reason.replace(/\.$/, '')}`
      return some.length === 1 ? reason : `${count.toLocaleString('en')} such as ${reason}`
    })
    const verb = this.#count === 1 ? 'was' : 'were'
    // What has no lines is a whole file: texts in a folder.
    const noun = this.rows.every(({ line }) => line === 0) ? 'file' : 'row'
    const all = this.#count + used
    const of = `${this.#count.toLocaleString('en')} of ${all.toLocaleString('en')} ${noun}${all === 1 ? '' : 's'}`
    return `${of} ${verb} left out (${why.join('; ')})`
  }
}
