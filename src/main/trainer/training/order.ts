import type { Recipe } from '../../../shared/recipe.ts'
import type { Example } from '../dataset/dataset.ts'
import { permutation, streamKey } from '../random.ts'
import { at } from '../../../shared/at.ts'

/** The order of the training examples in an epoch; epochs count from 1. */
export function orderOf(
  examples: readonly Example[],
  epoch: number,
  { seed, balancedBatches }: Pick<Recipe, 'seed' | 'balancedBatches'>,
): Example[] {
  return balancedBatches ? balanced(examples, seed, epoch) : shuffled(examples, seed, epoch)
}

/** Every example once. */
function shuffled(examples: readonly Example[], seed: number, epoch: number): Example[] {
  return Array.from(permutation(streamKey('order', seed, epoch), examples.length), (i) => at(examples, i))
}

/**
 * As many examples as there are, of every label equally many: the labels take turns, in another order each round, each
 * going through its own examples in a random order, again from the first where it has too few.
 */
function balanced(examples: readonly Example[], seed: number, epoch: number): Example[] {
  const byLabel = new Map<number, Example[]>()
  for (const example of examples) {
    const own = byLabel.get(example.label)
    if (own === undefined) byLabel.set(example.label, [example])
    else own.push(example)
  }
  const queues = [...byLabel].map(([label, own]) => ({
    own,
    order: permutation(streamKey('balance', seed, epoch, label), own.length),
  }))
  const rounds = Math.ceil(examples.length / queues.length)
  return Array.from({ length: rounds }, (_, round) =>
    Array.from(permutation(streamKey('order', seed, epoch, round), queues.length), (i) => {
      const { own, order } = at(queues, i)
      return at(own, at(order, round % own.length))
    }),
  )
    .flat()
    .slice(0, examples.length)
}
