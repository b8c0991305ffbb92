import type { DatasetChange } from '../../shared/dataset-settings.ts'
import type { KeptChoice } from '../../shared/settings.ts'
import type { Session } from '../app/session.svelte.ts'
import type { RecipeStore } from '../recipe/recipe.svelte.ts'
import { t } from '../words/words.svelte.ts'
import { changeSentence } from './change-sentence.ts'
import { changeOf, untouched } from './dataset-change.ts'
import { changeOfKept, isTouched, keepChoice, lengthFor, type RaisedLength } from './kept-choice.ts'

/**
 * What a person has said about how the data is read: in the recipe, kept for the next session and for when the data is
 * chosen again, and undone step by step.
 */
export class Choice {
  #steps = $state.raw<readonly { change: DatasetChange; before: DatasetChange }[]>([])
  #isRestored = $state(false)
  #length: RaisedLength = null

  constructor(
    private readonly recipe: RecipeStore,
    private readonly session: Session,
  ) {}

  /** What the last change has changed; null if there is none. */
  get lastStep(): string | null {
    const last = this.#steps.at(-1)
    if (last === undefined) return null
    return last.change === untouched ? t('data.change.untouched') : changeSentence(last.change, last.before)
  }

  /** Whether the data is read by what was said about it in an earlier session. */
  get isRestored(): boolean {
    return this.#isRestored
  }

  /** Goes on with the data of the recipe, as the recipe says. */
  restore(): void {
    this.#steps = []
    this.#length = this.#kept(this.recipe.recipe.dataset)?.length ?? null
    this.#isRestored = isTouched(this.recipe.recipe)
  }

  /** Turns to other data, with what was said about it when it was used last. */
  turnTo(dataset: string): void {
    const kept = this.#kept(dataset)
    const longest = this.recipe.model?.positions ?? Infinity
    const { maxLength, length } = lengthFor(this.recipe.recipe.maxLength, this.#length, kept, longest)
    this.#length = length
    this.#steps = []
    this.recipe.change({ ...changeOfKept(kept), maxLength, dataset })
    this.#isRestored = isTouched(this.recipe.recipe)
  }

  go(change: DatasetChange): void {
    const before = changeOf(this.recipe.recipe)
    this.#steps = [...this.#steps, { change, before }]
    this.recipe.change(change)
    if (change.maxLength !== undefined) this.#setLength(this.#length?.before ?? before.maxLength ?? change.maxLength)
    this.#isRestored = false
  }

  /** Goes back by one; false if there is none. */
  goBack(): boolean {
    const last = this.#steps.at(-1)
    if (last === undefined) return false
    this.#steps = this.#steps.slice(0, -1)
    this.recipe.change(last.before)
    if (this.#length !== null) this.#setLength(this.#length.before)
    return true
  }

  /** Lets the choice outlive the window. @param isReadable whether the data is one to come back to */
  keep(isReadable: boolean): void {
    const { recipe } = this.recipe
    const { datasetChoices } = this.session.settings
    const isKnown = isReadable || this.#kept(recipe.dataset) !== undefined
    const choices = isKnown ? { datasetChoices: keepChoice(datasetChoices, recipe, this.#length) } : {}
    void this.session.change({ recipe, ...choices })
  }

  #kept(dataset: string): KeptChoice | undefined {
    return this.session.settings.datasetChoices.find((one) => one.dataset === dataset)
  }

  #setLength(before: number): void {
    const { maxLength } = this.recipe.recipe
    this.#length = maxLength === before ? null : { before, set: maxLength }
  }
}
