import { cleanLabel } from './clean-label.ts'
import { alikeKey, booleanPair, numberIn } from './spelling.ts'

/**
 * For each label of a dataset the class of a model that it stands for, null where it knows none: the label itself, else
 * the same number (1.0 for 1) or truth value (True for TRUE), else the number of a class that nobody named (LABEL_1 for
 * 1, either way), else the one label that differs in case, blanks or punctuation only.
 */
export function matchLabels(labels: readonly string[], known: readonly string[]): (number | null)[] {
  const fold = booleanPair([...known, ...labels])
  const readings: ((label: string) => string | null)[] = [
    (label) => label,
    cleanLabel,
    numberIn,
    (label) => fold?.(label) ?? null,
    (label) => numberIn(label.replace(/^LABEL_(?=\d+$)/, '')),
    alikeKey,
  ]
  const tables = readings.map((reading) => lone(known, reading))
  return labels.map((label) => {
    for (const [i, reading] of readings.entries()) {
      const place = tables[i]?.get(reading(label) ?? '')
      if (place !== undefined) return place
    }
    return null
  })
}

/** The class of each reading that one class alone has. */
function lone(known: readonly string[], reading: (label: string) => string | null): Map<string, number> {
  const places = new Map<string, number>()
  const twice = new Set<string>()
  for (const [i, label] of known.entries()) {
    const read = reading(label)
    if (read === null || twice.has(read)) continue
    if (places.delete(read)) twice.add(read)
    else places.set(read, i)
  }
  return places
}
