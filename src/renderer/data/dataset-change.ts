import { datasetChoiceOf, type DatasetChange } from '../../shared/dataset-settings.ts'
import { recipe, type Recipe } from '../../shared/recipe.ts'

/** How the data is read by a recipe, as a change that brings it back. */
export function changeOf(recipe: Recipe): DatasetChange {
  const { dataset, ...settings } = datasetChoiceOf(recipe)
  void dataset
  return { ...settings, maxLength: recipe.maxLength }
}

/** The settings that belong to one dataset, as they are before anybody has said anything about it. */
export const untouched: DatasetChange = (() => {
  const { stripHtml, maxLength, ...settings } = changeOf(recipe.parse({ dataset: '-', model: '-' }))
  void [stripHtml, maxLength]
  return settings
})()
