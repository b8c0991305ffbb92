import { numberIn } from './spelling.ts'

/**
 * Labels in the order of their classes: that of the dataset's own classes where it has them, numbers as numbers, else
 * with numbers within them as numbers (class 2 before class 10) and all else by code unit.
 */
export function inOrder(labels: readonly string[], classes: readonly string[] | null): string[] {
  const place = new Map(classes?.map((label, i) => [label, i]))
  const placeOf = (label: string) => place.get(label) ?? place.size
  const areNumbers = labels.every((label) => numberIn(label) !== null)
  return [...labels].sort(
    (a, b) => placeOf(a) - placeOf(b) || (areNumbers ? Number(a) - Number(b) : 0) || compareNaturally(a, b),
  )
}

/** Whether the order of these labels says which class is which, as that of names does not. */
export function isNumbered(labels: readonly string[], classes: readonly string[] | null): boolean {
  return classes !== null || labels.every((label) => numberIn(label) !== null)
}

function compareNaturally(a: string, b: string): number {
  const [one, other] = [piecesOf(a), piecesOf(b)]
  for (const [i, piece] of one.entries()) {
    const opposite = other[i]
    if (opposite === undefined) return 1
    const order = comparePieces(piece, opposite)
    if (order !== 0) return order
  }
  return one.length - other.length || (a < b ? -1 : a > b ? 1 : 0)
}

function comparePieces(a: string, b: string): number {
  if (isDigits(a) && isDigits(b)) {
    const [one, other] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
    if (one.length !== other.length) return one.length - other.length
    if (one !== other) return one < other ? -1 : 1
    return 0
  }
  return a < b ? -1 : a > b ? 1 : 0
}

function piecesOf(label: string): string[] {
  return label.match(/\d+|\D+/g) ?? []
}

function isDigits(piece: string): boolean {
  return /^\d/.test(piece)
}
