import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { findAlike, findMapped, findMarks, findMerged, findSeveral, findUnused, type LabelCounts } from './findings.ts'
import { applyMap } from './label-map.ts'
import { inOrder, isNumbered } from './order.ts'
import { alikeKey, booleanPair, numberIn } from './spelling.ts'

/** What the person has said of the labels. */
export type Labelling = Pick<DatasetChoice, 'labelMap' | 'mergeCase'>

/** A dataset that names more has none of its own order kept beyond them. */
const mostClasses = 1000

/** The classes that the labels of a dataset stand for. */
export interface SettledLabels {
  /** In the order of the classes. */
  readonly labels: readonly string[]
  /** The class of each spelling; null where its texts are left out. */
  readonly classOf: ReadonlyMap<string, number | null>
  readonly findings: readonly FindingInput[]
}

/**
 * Makes classes of all the labels that a dataset has, as cleanLabel leaves them, in any order: spellings of one number or
 * of one truth value are one; on demand those that look alike; then those that the person maps. `classes` are the names in
 * the dataset's own order, where it has one.
 */
export function settleLabels(
  counts: LabelCounts,
  { mergeCase, labelMap }: Labelling,
  classes: readonly string[] | null,
): SettledLabels {
  const spelt = canonicalSpellings(counts)
  const merged = mergeCase ? commonestBy(counted(counts, spelt), alikeKey) : null
  const nameOf = (label: string): string => {
    const name = spelt.get(label) ?? label
    return merged?.get(name) ?? name
  }
  const names = new Map([...counts.keys()].map((label) => [label, nameOf(label)]))
  const before = counted(counts, names)
  const order = classes === null ? null : [...new Set(classes.map(nameOf))]
  // A class that no text has stays one: the numbers of the others are the dataset's.
  const unused = (order ?? []).slice(0, mostClasses).filter((label) => !before.has(label))
  const ordered = inOrder([...before.keys(), ...unused], order)

  const { to, unknown } = applyMap(labelMap, ordered, names)
  const kept = [...new Set(ordered.map((label) => to.get(label) ?? null))].filter((label) => label !== null)
  // A number that was given a name keeps its place; names that were given names are put in order anew.
  const labels = isNumbered(ordered, order) && !isNumbered(kept, null) ? kept : inOrder(kept, order)
  const place = new Map(labels.map((label, i) => [label, i]))
  const classOf = new Map([...names].map(([label, name]) => [label, place.get(to.get(name) ?? '') ?? null]))
  const findings = [
    findMapped(before, to, unknown),
    mergeCase ? null : findAlike(mapped(before, to), alikeKey),
    findMerged(counts, names),
    findSeveral(before),
    findMarks(before, labelMap),
    findUnused(unused),
  ]
  return { labels, classOf, findings: findings.filter((one) => one !== null) }
}

/** The spelling that stands for each label: of a column of numbers the shortest, of truth values the commonest. */
export function canonicalSpellings(counts: LabelCounts): ReadonlyMap<string, string> {
  const labels = [...counts.keys()]
  const numbers = labels.map(numberIn)
  if (numbers.every((number) => number !== null)) return new Map(labels.map((label, i) => [label, numbers[i] ?? label]))
  const pair = booleanPair(labels)
  return pair === null ? new Map(labels.map((label) => [label, label])) : commonestBy(counts, pair)
}

/** For each label the commonest of those with its key; of equally common ones the first by code unit. */
function commonestBy(counts: LabelCounts, keyOf: (label: string) => string): Map<string, string> {
  const best = new Map<string, string>()
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  for (const [label] of ranked) if (!best.has(keyOf(label))) best.set(keyOf(label), label)
  return new Map([...counts.keys()].map((label) => [label, best.get(keyOf(label)) ?? label]))
}

/** The counts of what is left of labels after the person's changes. */
function mapped(counts: LabelCounts, to: ReadonlyMap<string, string | null>): LabelCounts {
  const kept = [...counts].filter(([label]) => to.get(label) !== null)
  const names = new Map(kept.map(([label]) => [label, to.get(label) ?? label]))
  return counted(new Map(kept), names)
}

function counted(counts: LabelCounts, names: ReadonlyMap<string, string>): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [label, count] of counts) {
    const name = names.get(label) ?? label
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return sums
}
