import type { DatasetChange } from '../../shared/dataset-settings.ts'
import type { RecipeStore } from '../recipe/recipe.svelte.ts'
import { changeOf } from './dataset-change.ts'

/** The changes of how the data is read, each with the settings before it, so that they can be undone. */
export class Steps {
  #steps = $state.raw<readonly { title: string; before: DatasetChange }[]>([])

  constructor(private readonly recipe: RecipeStore) {}

  /** What the last change is called; null if there is none. */
  get last(): string | null {
    return this.#steps.at(-1)?.title ?? null
  }

  go(title: string, change: DatasetChange): void {
    this.#steps = [...this.#steps, { title, before: changeOf(this.recipe.recipe) }]
    this.recipe.change(change)
  }

  /** Goes back by one; false if there is none. */
  goBack(): boolean {
    const last = this.#steps.at(-1)
    if (last === undefined) return false
    this.#steps = this.#steps.slice(0, -1)
    this.recipe.change(last.before)
    return true
  }

  clear(): void {
    this.#steps = []
  }
}
