import type { Recipe } from '../../../shared/recipe.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import type { TextTokenizer } from './tokenizer.ts'

/** Share of the texts from which on it matters that they lose their end, and that a longer reading leaves. */
const mostTruncated = 0.02
const fewTruncated = 0.01
const step = 64
/** Training texts that stand for all. */
const sampleSize = 1000

/**
 * The maximum length, in tokens, at which nearly no text loses its end: the given one where few do, else the least longer
 * one in steps of 64, or all that the model reads.
 * @param lengths of at least one text, in tokens
 * @param positions the most tokens that the model reads
 */
export function enoughLength(lengths: readonly number[], maxLength: number, positions: number): number {
  if (maxLength >= positions || !isTooShort(maxLength, lengths)) return maxLength
  let longer = step * (Math.floor(maxLength / step) + 1)
  while (longer < positions && longerThan(lengths, longer) > fewTruncated * lengths.length) longer += step
  return Math.min(longer, positions)
}

/** Whether so many texts lose their end at a maximum length that it matters. */
export function isTooShort(maxLength: number, lengths: readonly number[]): boolean {
  return longerThan(lengths, maxLength) >= mostTruncated * lengths.length
}

/** How many texts are longer than so many tokens. */
export function longerThan(lengths: readonly number[], tokens: number): number {
  return lengths.reduce((sum, length) => sum + Number(length > tokens), 0)
}

/**
 * The recipe with the maximum length that the training texts need, where it says that this is to be found, and why.
 * @param positions the most tokens that the model reads
 * @throws LastlayerError `cancelled`
 */
export async function fitLength(
  recipe: Recipe,
  dataset: Dataset,
  tokenizer: TextTokenizer,
  positions: number,
  signal: AbortSignal,
): Promise<{ readonly recipe: Recipe; readonly reason: string | null }> {
  if (!recipe.fitLength) return { recipe, reason: null }
  const training = dataset.examples.filter(({ split }) => split === 'train').length
  const stride = Math.ceil(training / sampleSize)
  const lengths: number[] = []
  let position = 0
  for await (const { text } of dataset.texts(({ split }) => split === 'train' && position++ % stride === 0, signal)) {
    await yieldToMessages(signal)
    lengths.push(tokenizer.encode(text, positions).ids.length)
  }
  const maxLength = enoughLength(lengths, recipe.maxLength, positions)
  if (maxLength === recipe.maxLength) return { recipe, reason: null }
  const share = ((100 * longerThan(lengths, recipe.maxLength)) / lengths.length).toFixed(0)
  const reason = `Texts are read up to ${maxLength} tokens: ${share} % are longer than ${recipe.maxLength}.`
  return { recipe: { ...recipe, maxLength }, reason }
}
