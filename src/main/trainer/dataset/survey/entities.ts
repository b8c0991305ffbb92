import type { FindingInput, FoundRow } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'

/** A character as HTML writes it, by name or by number: &nbsp; or &#39; or &#x27; */
const entity = /&(?:[a-z]{2,8}|#\d{2,6}|#x[\da-f]{2,5});/i
/** Texts of which fewer hold some are not worth a word. */
const leastShare = 0.01
const shown = 5
const excerptLength = 200

/** Counts texts that hold characters as HTML writes them. Cleaning leaves these: who writes of HTML means them. */
export class EntityCount {
  #texts = 0
  #first = ''
  #count = 0
  readonly #rows: FoundRow[] = []

  add({ text, file, line, label }: FoundRow): void {
    this.#texts++
    const [found] = text.includes('&') ? (entity.exec(text) ?? []) : []
    if (found === undefined) return
    this.#count++
    if (this.#count === 1) this.#first = found
    if (this.#rows.length < shown) this.#rows.push({ file, line, label, text: text.slice(0, excerptLength) })
  }

  findings(): FindingInput[] {
    if (this.#count < Math.max(2, leastShare * this.#texts)) return []
    const sentence = say(
      '{{texts}} texts hold characters as HTML writes them, such as {{sign}}, and are read as they stand: html.unescape makes them plain in Python.',
      { texts: this.#count, sign: this.#first },
    )
    return [{ kind: 'tokens', severity: 'note', sentence, rows: this.#rows, rowsInAll: this.#count }]
  }
}
