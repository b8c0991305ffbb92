import { at } from '../../../shared/at.ts'
import { cleanLabel } from '../dataset/labels/clean-label.ts'
import { numberIn } from '../dataset/labels/spelling.ts'

/** The classes of a dataset's labels, and what is to be said of those that are written otherwise. */
export interface MatchedLabels {
  /** By the dataset's labels: the model's class, null where it knows none. */
  readonly classes: readonly (number | null)[]
  /** Sentences for the person. */
  readonly notes: string[]
}

const listed = 10

/**
 * Finds each label of a dataset among those of a model: as it is written, else as another way of writing the same thing
 * that stands for one label only. LABEL_0, LABEL_1 … are what Hugging Face calls classes without a name.
 */
export function matchLabels(given: readonly string[], known: readonly string[]): MatchedLabels {
  const ways = [
    plain,
    folded,
    ...(given.every(isNumbered) && (known.every(isNameless) || given.every(isNameless)) ? [byNumber] : []),
  ]
  const finders = [exactly(known), ...ways.map((way) => onlyOne(known, way))]
  const classes = given.map((label) => finders.map((find) => find(label)).find((found) => found !== null) ?? null)
  const changed = given.flatMap((label, i) => {
    const found = at(classes, i)
    return found === null || known[found] === label
      ? []
      : [`${JSON.stringify(label)} as ${JSON.stringify(known[found])}`]
  })
  const more = changed.length > listed ? [`${changed.length - listed} more`] : []
  const list = new Intl.ListFormat('en-GB').format([...changed.slice(0, listed), ...more])
  return { classes, notes: changed.length === 0 ? [] : [`Labels are taken as the model writes them: ${list}.`] }
}

type Finder = (label: string) => number | null
type Way = (label: string, index: number) => string | null

function exactly(known: readonly string[]): Finder {
  return (label) => {
    const found = known.indexOf(label)
    return found < 0 ? null : found
  }
}

/** Finds a label that, written one way, is one label of the model and no other. */
function onlyOne(known: readonly string[], way: Way): Finder {
  const places = new Map<string, number | null>()
  known.forEach((label, i) => {
    const written = way(label, i)
    if (written !== null) places.set(written, places.has(written) ? null : i)
  })
  return (label) => {
    const written = way(label, -1)
    return written === null ? null : (places.get(written) ?? null)
  }
}

/** Without what cannot be seen, and a number as it is written shortest: 1.0 is 1. */
function plain(label: string): string {
  const cleaned = cleanLabel(label)
  return numberIn(cleaned) ?? cleaned
}

/** In small letters too: True, TRUE and true. */
function folded(label: string): string {
  return plain(label).toLowerCase()
}

const isNameless = (label: string): boolean => /^label_\d+$/i.test(label)
const isNumbered = (label: string): boolean => isNameless(label) || /^\d+$/.test(plain(label))

/** By the number of the class: its place among the model's, or what a dataset's 1 or LABEL_1 says. */
function byNumber(label: string, index: number): string | null {
  return index >= 0 ? String(index) : plain(label.replace(/^label_/i, ''))
}
