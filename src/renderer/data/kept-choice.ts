import { datasetChoiceOf, type DatasetChange } from '../../shared/dataset-settings.ts'
import type { Recipe } from '../../shared/recipe.ts'
import type { KeptChoice } from '../../shared/settings.ts'
import { changeOf, untouched } from './dataset-change.ts'

const mostKept = 10

/** The maximum length that a fix has set for one dataset, and the one before it. */
export type RaisedLength = KeptChoice['length']

/** The settings by which a dataset was read when it was used last; those of an untouched one if it never was. */
export function changeOfKept(kept: KeptChoice | undefined): DatasetChange {
  if (kept === undefined) return untouched
  const own = Object.keys(untouched)
  return { ...untouched, ...Object.fromEntries(Object.entries(kept).filter(([key]) => own.includes(key))) }
}

/** Whether anything was said about how the data of a recipe is to be read. */
export function isTouched(recipe: Recipe): boolean {
  const now = changeOf(recipe)
  return Object.entries(untouched).some(
    ([key, value]) => JSON.stringify(now[key as keyof DatasetChange]) !== JSON.stringify(value),
  )
}

/** The choices to keep, the data of this recipe first. */
export function keepChoice(all: readonly KeptChoice[], recipe: Recipe, length: RaisedLength): KeptChoice[] {
  const others = all.filter(({ dataset }) => dataset !== recipe.dataset)
  return [{ ...datasetChoiceOf(recipe), length }, ...others].slice(0, mostKept)
}

/** The lengths once other data is chosen: what a fix set for the former goes, what one set for this data returns. */
export function lengthFor(
  maxLength: number,
  former: RaisedLength,
  kept: KeptChoice | undefined,
  longest: number,
): { maxLength: number; length: RaisedLength } {
  const before = former?.set === maxLength ? former.before : maxLength
  const set = Math.min(kept?.length?.set ?? before, longest)
  return { maxLength: set, length: kept?.length ? { before, set } : null }
}
