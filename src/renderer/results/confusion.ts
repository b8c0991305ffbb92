import type { Metrics } from '../../shared/figures.ts'
import { at } from '../../shared/at.ts'

/** Of more labels no matrix is drawn. */
export const mostDrawn = 12

export interface Mistake {
  readonly label: string
  readonly taken: string
  readonly texts: number
  /** Where it stands in the matrix. */
  readonly cell: { readonly label: number; readonly answer: number }
}

/** The most frequent mistakes of a confusion matrix: what stands in its place when there are too many labels to draw. */
export function commonMistakes(
  { confusion, perClass }: Pick<Metrics, 'confusion' | 'perClass'>,
  most: number,
): Mistake[] {
  const mistakes = confusion.flatMap((row, truth) =>
    row
      .map((texts, predicted) => ({ truth, predicted, texts }))
      .filter(({ predicted, texts }) => predicted !== truth && texts > 0),
  )
  return mistakes
    .sort((a, b) => b.texts - a.texts)
    .slice(0, most)
    .map(({ truth, predicted, texts }) => ({
      label: at(perClass, truth).label,
      taken: at(perClass, predicted).label,
      texts,
      cell: { label: truth, answer: predicted },
    }))
}

/** Each cell as a share of its row, from 0 to 1: how dark it is drawn. */
export function rowShares(confusion: readonly (readonly number[])[]): number[][] {
  return confusion.map((row) => {
    const total = row.reduce((sum, texts) => sum + texts, 0)
    return row.map((texts) => (total === 0 ? 0 : texts / total))
  })
}
