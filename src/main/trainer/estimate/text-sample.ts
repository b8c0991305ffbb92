import { at } from '../../../shared/at.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { TextTokenizer } from '../tokens/tokenizer.ts'
import { yieldToMessages } from '../yield-to-messages.ts'

/** Texts that stand for all. */
const size = 200

export interface TextSample {
  readonly texts: readonly string[]
  /** Mean length in tokens, after truncation. */
  readonly tokens: number
  /** Mean length of the longest text of a batch, to which its other texts are padded. */
  readonly longest: number
  /** Of tokenizing one text. */
  readonly seconds: number
}

/** Reads some texts from over the whole dataset. */
export async function sampleTexts(
  dataset: Dataset,
  tokenizer: TextTokenizer,
  { maxLength, batchSize }: { maxLength: number; batchSize: number },
  signal: AbortSignal,
): Promise<TextSample> {
  const stride = Math.ceil(dataset.examples.length / size)
  const [texts, lengths]: [string[], number[]] = [[], []]
  let [position, seconds] = [0, 0]
  for await (const { text } of dataset.texts(() => position++ % stride === 0, signal)) {
    await yieldToMessages(signal)
    const startedAt = performance.now()
    lengths.push(tokenizer.encode(text, maxLength).ids.length)
    seconds += (performance.now() - startedAt) / 1000
    texts.push(text)
  }
  return { texts, tokens: mean(lengths), longest: expectedMost(lengths, batchSize), seconds: seconds / texts.length }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The mean of the largest of `count` values that are drawn one by one: the sum over v of v · P(largest = v). */
function expectedMost(values: readonly number[], count: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const below = (i: number): number => (i / sorted.length) ** count
  return sorted.reduce((sum, _, i) => sum + at(sorted, i) * (below(i + 1) - below(i)), 0)
}
