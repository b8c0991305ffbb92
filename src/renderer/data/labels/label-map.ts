import type { LabelChange } from '../../../shared/dataset-settings.ts'

/**
 * The map after which `chosen` labels are called `to`, or left out where that is null.
 * @param map the present one, from the names in the dataset
 * @param labels all labels, as they are called by it now
 */
export function mapLabels(
  map: readonly LabelChange[],
  chosen: readonly string[],
  to: string | null,
  labels: readonly string[],
): LabelChange[] {
  // One that is joined without being chosen is in the map too, so that it stays with the others when they are renamed.
  const joined = to !== null && labels.includes(to) ? [to] : []
  const renamed = map.map((one) => (one.to !== null && chosen.includes(one.to) ? { from: one.from, to } : one))
  const added = [...new Set([...chosen, ...joined])].filter((label) => !map.some((one) => one.to === label))
  return withoutIdle([...renamed, ...added.map((from) => ({ from, to }))])
}

/** The labels that there are once `chosen` ones are called `to`, or left out where that is null. */
export function labelsAfter(
  labels: readonly string[],
  chosen: readonly string[],
  to: string | null,
  mergeCase: boolean,
): string[] {
  const named = [...labels.filter((label) => !chosen.includes(label)), ...(to === null ? [] : [to])]
  return [...new Map(named.map((name) => [mergeCase ? name.toLowerCase() : name, name])).values()]
}

/** The map in which the texts of a label of the dataset are used again, under its own name. */
export function bringBack(map: readonly LabelChange[], from: string): LabelChange[] {
  return withoutIdle(map.filter((one) => one.from !== from))
}

/** The names in the dataset of which a label is made, where they are not its own name alone. */
export function formerNames(map: readonly LabelChange[], label: string): string[] {
  const names = map.filter(({ to }) => to === label).map(({ from }) => from)
  return names.length === 1 && names[0] === label ? [] : names
}

/** Names that are mapped to themselves and to which no other is joined say nothing. */
function withoutIdle(map: readonly LabelChange[]): LabelChange[] {
  return map.filter(({ from, to }) => from !== to || map.some((other) => other.to === to && other.from !== from))
}
