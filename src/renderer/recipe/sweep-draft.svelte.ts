import { toErrorMessage, type ErrorMessage } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { sweepAxes, usualAxes, type SweepAxes, type SweepEstimate } from '../../shared/sweeps.ts'
import type { Api } from '../transports/api.ts'
import { small } from '../text/format.ts'
import { t } from '../words/words.svelte.ts'
import { problemWith } from './settings.ts'

/** What a person types for each setting: values with commas; for the seeds, how many. */
export type SweepTexts = Readonly<Record<keyof SweepAxes, string>>

/** The values of the next sweep as they are typed, and what it would take. */
export class SweepDraft {
  #texts = $state.raw<Partial<SweepTexts>>({})
  #estimate = $state.raw<SweepEstimate | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #isEstimating = $state(false)

  /** What was measured is of another sweep as soon as a value or the recipe changes. */
  #measured = $state('')

  constructor(private readonly api: Api) {}

  /** What stands in the fields; what nobody typed is as usual. */
  texts(recipe: Recipe): SweepTexts {
    const { learningRate, unfreeze, epochs, seeds } = usualAxes(recipe)
    const list = (values: readonly (number | string)[]): string =>
      values.map((value) => (typeof value === 'number' ? small(value) : value)).join(', ')
    return {
      learningRate: list(learningRate),
      unfreeze: list(unfreeze),
      epochs: list(epochs),
      seeds: String(seeds),
      ...this.#texts,
    }
  }

  set(key: keyof SweepAxes, text: string): void {
    this.#texts = { ...this.#texts, [key]: text }
  }

  /** The values, or for each field that has none what is wrong with it. */
  parsed(recipe: Recipe): { axes: SweepAxes | null; problems: Partial<SweepTexts> } {
    const { seeds, ...lists } = this.texts(recipe)
    const problems: Partial<Record<keyof SweepAxes, string>> = {}
    const values = Object.entries(lists).map(([key, text]) => {
      const list = text.split(',').map(valueIn)
      const problem = list.map((value) => problemWith(key as keyof typeof lists, value, null)).find(Boolean)
      if (problem) problems[key as keyof typeof lists] = problem()
      return [key, list]
    })
    const found = sweepAxes.safeParse({ ...Object.fromEntries(values), seeds: valueIn(seeds) })
    const isWrong = found.error?.issues.some(({ path }) => path[0] === 'seeds') ?? false
    if (isWrong) problems.seeds = t('recipe.sweep.seedsProblem')
    return { axes: found.data ?? null, problems }
  }

  /** What the sweep will take, if that has been measured of this very one. */
  estimateOf(recipe: Recipe): SweepEstimate | null {
    return this.#measured === this.#keyOf(recipe) ? this.#estimate : null
  }

  get error(): ErrorMessage | null {
    return this.#error
  }

  get isEstimating(): boolean {
    return this.#isEstimating
  }

  /** Measures what the sweep will take. */
  async measure(recipe: Recipe): Promise<void> {
    const { axes } = this.parsed(recipe)
    if (axes === null || this.#isEstimating) return
    const key = this.#keyOf(recipe)
    this.#isEstimating = true
    this.#error = null
    try {
      this.#estimate = await this.api.call('estimateSweep', { recipe, axes })
      this.#measured = key
    } catch (error) {
      this.#error = toErrorMessage(error)
    } finally {
      this.#isEstimating = false
    }
  }

  #keyOf(recipe: Recipe): string {
    return JSON.stringify([recipe, this.texts(recipe)])
  }
}

/** What is typed, as a value; a text that is no number stays a text. */
function valueIn(text: string): unknown {
  const word = text.trim().toLowerCase()
  return word === '' || Number.isNaN(Number(word)) ? word : Number(word)
}
