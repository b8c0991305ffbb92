import { tick } from 'svelte'
import type { Estimate, ModelChoice } from '../../shared/contract.ts'
import { datasetChoiceOf } from '../../shared/dataset-settings.ts'
import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { firstSample } from '../../shared/samples.ts'
import { trainingDepth, unfrozenBlocks } from '../../shared/training-depth.ts'
import type { Api } from '../transports/api.ts'
import { presetFor, presetOf, type PresetName } from './presets.ts'
import { t } from '../words/words.svelte.ts'
import { defaultRecipe, problemWith, type Told } from './settings.ts'

const pause = 600

/** What a person has typed into a field and is no value of it. */
interface Rejected {
  /** The name of the field. */
  readonly field: string
  readonly title: Told
  readonly text: string
  /** Why not. */
  readonly problem: Told
}

/** A recipe that another took the place of, not field by field. */
/** What takes the place of a recipe: the recipe of a run, or its model. */
type Replacement = 'recipe' | 'model'

interface Replaced {
  readonly former: Recipe
  /** What was taken of a run instead. */
  readonly by: Replacement
}

/** The recipe of the next run, the model that it trains, and what it will take. */
export class RecipeStore {
  #recipe = $state.raw<Recipe>(defaultRecipe(firstSample, 'bundled'))
  #model = $state.raw<ModelChoice | null>(null)
  #modelError = $state.raw<ErrorMessage | null>(null)
  #rejected = $state.raw<readonly Rejected[]>([])
  #wanted = $state<string | null>(null)
  #replaced = $state.raw<Replaced | null>(null)
  #estimate = $state.raw<Estimate | null>(null)
  #estimateError = $state.raw<ErrorMessage | null>(null)
  #isEstimating = $state(false)
  /** The recipe measured last, or being measured. */
  #measured = ''
  #isMeasuring = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly api: Api) {}

  get recipe(): Recipe {
    return this.#recipe
  }

  get model(): ModelChoice | null {
    return this.#model
  }

  get modelError(): ErrorMessage | null {
    return this.#modelError
  }

  /** What stands in the fields that hold no value. */
  get rejected(): Record<keyof Rejected, string>[] {
    return this.#rejected.map((one) => ({ ...one, title: one.title(), problem: one.problem() }))
  }

  /** What stands in a field, if it is no value of it. */
  rejectedIn(field: string): Record<keyof Rejected, string> | undefined {
    return this.rejected.find((one) => one.field === field)
  }

  /** The field that the person is led to; it takes the focus with {@link takeFocus} as soon as it is there. */
  get wanted(): string | null {
    return this.#wanted
  }

  /** What was replaced last, until the recipe is changed: it can be brought back. */
  get replaced(): Replaced | null {
    return this.#replaced
  }

  get estimate(): Estimate | null {
    return this.#estimate
  }

  get estimateError(): ErrorMessage | null {
    return this.#estimateError
  }

  get isEstimating(): boolean {
    return this.#isEstimating
  }

  /** How far down training reaches: K, or one more than there are blocks if the embeddings are trained too. */
  get depth(): number {
    return trainingDepth(this.#recipe, this.#model?.blocks ?? 0)
  }

  get preset(): PresetName | null {
    return this.#model === null || this.#rejected.length > 0 ? null : presetOf(this.#recipe, this.#model)
  }

  get isSound(): boolean {
    return this.#model !== null && this.#rejected.length === 0
  }

  /** Begins with the last recipe, or with the bundled model and Auto. */
  async load(last: Recipe | null, bundledModel: string): Promise<void> {
    this.#recipe = last ?? defaultRecipe(firstSample, bundledModel)
    if (last !== null && (await this.chooseModel(last.model))) return
    // Another model does not make it other data.
    this.#recipe = { ...defaultRecipe('-', bundledModel), ...datasetChoiceOf(this.#recipe) }
    if (await this.chooseModel(bundledModel)) this.usePreset('auto')
  }

  /** Takes a model folder; one that cannot be read leaves the former in its place. Says whether it was taken. */
  async chooseModel(path: string): Promise<boolean> {
    try {
      const model = await this.api.call('describeModel', { path })
      const { preset } = this
      this.#model = model
      this.#modelError = null
      this.change({ model: path })
      if (preset !== null) this.usePreset(preset)
      else this.#fitModel(model)
      return true
    } catch (error) {
      this.#modelError = toErrorMessage(error)
      return false
    }
  }

  /** Takes the recipe of a former run as it was; where its model is gone, the present one stays, and `modelError` says so. */
  async reuse(recipe: Recipe): Promise<void> {
    this.#rejected = []
    this.#modelError = null
    this.#replaced = null
    this.#recipe = { ...recipe, model: this.#recipe.model }
    try {
      this.#model = await this.api.call('describeModel', { path: recipe.model })
      this.#recipe = recipe
    } catch (error) {
      this.#modelError = toErrorMessage(error)
    }
  }

  /** Keeps what a change replaces, to be brought back. */
  async replace(by: Replacement, act: () => Promise<unknown>): Promise<void> {
    const former = this.#recipe
    await act()
    this.#replaced = this.#modelError === null ? { former, by } : null
  }

  usePreset(name: PresetName): void {
    if (this.#model === null) return
    this.#rejected = []
    this.change(presetFor(name, this.#model))
  }

  /** Trains the head and as many parts below it: blocks, then the embeddings. */
  trainDownTo(depth: number): void {
    const blocks = this.#model?.blocks ?? 0
    this.change({ unfreeze: Math.min(depth, blocks), embeddings: depth > blocks })
  }

  /** Sets a field; what is no value of it is kept out of the recipe, and stays in the field with the reason. */
  set(key: keyof Recipe, value: unknown, text = ''): void {
    const problem = problemWith(key, value, this.#model)
    if (problem === null) this.accept(key, { [key]: value })
    else this.reject({ field: key, title: () => t(`recipe.settings.${key}.title`), text, problem })
  }

  /** Takes a change that a field stands for. */
  accept(field: string, change: Partial<Recipe>): void {
    this.#rejected = this.#rejected.filter((other) => other.field !== field)
    this.change(change)
  }

  /** Keeps what stands in a field until the person changes it, and nothing can start until then. */
  reject(rejected: Rejected): void {
    this.#rejected = [...this.#rejected.filter(({ field }) => field !== rejected.field), rejected]
  }

  /** Leads the person to a field. */
  leadTo(field: string): void {
    this.#wanted = field
  }

  /** Gives a field the focus if the person is led to it, once what it stands in has opened. */
  async takeFocus(field: string, element: HTMLElement): Promise<void> {
    if (this.#wanted !== field) return
    await tick()
    this.#wanted = null
    element.focus()
  }

  /** Changes values that are known to be sound. A length that a person sets stays as it is. */
  change(change: Partial<Recipe>): void {
    const { maxLength = this.#recipe.maxLength } = change
    this.#replaced = null
    const fitLength = this.#recipe.fitLength && maxLength === this.#recipe.maxLength
    this.#recipe = { ...this.#recipe, fitLength, ...change }
  }

  /** Measures, a moment after the last change, what the recipe will take; once for each recipe. */
  estimateSoon(): void {
    clearTimeout(this.#timer)
    const recipe = this.#recipe
    const key = JSON.stringify(recipe)
    if (!this.isSound || key === this.#measured) {
      this.#isEstimating = this.#isMeasuring && this.isSound
      return
    }
    this.#isEstimating = true
    this.#timer = setTimeout(() => void this.#measure(recipe, key), pause)
  }

  async #measure(recipe: Recipe, key: string): Promise<void> {
    this.#measured = key
    this.#isMeasuring = true
    let error: ErrorMessage | null = null
    let estimate: Estimate | null = null
    try {
      estimate = await this.api.call('estimate', { recipe })
    } catch (thrown) {
      error = toErrorMessage(thrown)
    }
    // Meanwhile the recipe may have changed; then a later measurement answers.
    if (this.#measured !== key) return
    this.#isMeasuring = false
    this.#estimate = estimate
    // A run has ended the measurement: after the run it is made again.
    const isEnded = error?.code === 'cancelled'
    this.#estimateError = isEnded ? null : error
    if (isEnded) this.#measured = ''
    this.#isEstimating = JSON.stringify(this.#recipe) !== key
  }

  #fitModel({ blocks, positions }: ModelChoice): void {
    const { unfreeze, embeddings, maxLength } = this.#recipe
    this.change({
      unfreeze: unfreeze === 'all' ? 'all' : Math.min(unfreeze, blocks),
      embeddings: embeddings && unfrozenBlocks(unfreeze, blocks) >= blocks,
      maxLength: Math.min(maxLength, positions),
    })
  }
}
