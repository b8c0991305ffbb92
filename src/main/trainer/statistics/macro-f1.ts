import { at } from '../../../shared/at.ts'

/** A kind of text: its label, and what it was given. */
export interface Cell {
  readonly truth: number
  readonly said: number
}

/** Macro F1 of so many texts of each of these kinds: the mean over the labels that they have or were given, as scikit-learn's. */
export function macroF1(cells: readonly Cell[], labels: number): (counts: Float64Array) => number {
  const [hits, met] = [new Float64Array(labels), new Float64Array(labels)]
  return (counts) => {
    hits.fill(0)
    met.fill(0)
    cells.forEach(({ truth, said }, i) => {
      const count = at(counts, i)
      if (truth === said) hits[truth] = at(hits, truth) + count
      met[truth] = at(met, truth) + count
      met[said] = at(met, said) + count
    })
    let [sum, found] = [0, 0]
    for (let label = 0; label < labels; label++) {
      if (at(met, label) === 0) continue
      sum += (2 * at(hits, label)) / at(met, label)
      found += 1
    }
    return sum / found
  }
}
