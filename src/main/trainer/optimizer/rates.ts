import type { Recipe } from '../../../shared/recipe.ts'
import type { Tail } from '../tail/tail.ts'

/** Peak learning rates of the two parts of a tail. */
export interface Rates {
  readonly blocks: number
  readonly head: number
}

/** The rates that a recipe gives; null where they are to be looked for. */
export function givenRates({ learningRate, headLearningRate }: Recipe): Rates | null {
  return learningRate === 'auto' ? null : { blocks: learningRate, head: headLearningRate ?? learningRate }
}

/** By which a step's rate, which is that of the blocks, is multiplied for each tensor. */
export function rateScale(tail: Pick<Tail, 'isHead'>, { blocks, head }: Rates): (name: string) => number {
  return (name) => (tail.isHead(name) ? head / blocks : 1)
}
