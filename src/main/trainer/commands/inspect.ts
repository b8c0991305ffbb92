import type { Params, Result } from '../../../shared/contract.ts'
import { histogramBinWidth, type LengthSummary } from '../../../shared/dataset-summary.ts'
import { datasetOptions, readDataset } from '../dataset/dataset.ts'
import { openModel } from '../model/locate-model.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { at } from '../../../shared/at.ts'

const exampleCount = 20
const bins = 33

/**
 * What a dataset holds, before any training: labels, parts, rejected rows, and how long its texts are in real tokens.
 * @throws LastlayerError `dataset` or `model`
 */
export async function inspect(
  { choice, model: path, maxLength }: Params<'inspect'>,
  signal: AbortSignal,
): Promise<Result<'inspect'>> {
  const model = await openModel(path)
  try {
    checkMaxLength(model.config, maxLength)
    const tokenizer = TextTokenizer.open(model)
    const dataset = await readDataset(datasetOptions(choice), undefined, signal)
    const { labels } = dataset.summary

    const lengths: number[] = []
    const examples: { text: string; label: string }[] = []
    const stride = Math.max(1, Math.floor(dataset.examples.length / exampleCount))
    for await (const { example, text } of dataset.texts(() => true, signal)) {
      if (lengths.length % stride === 0 && examples.length < exampleCount) {
        examples.push({ text, label: at(labels, example.label) })
      }
      await yieldToMessages(signal)
      lengths.push(tokenizer.encode(text, maxLength).fullLength)
    }
    return { summary: dataset.summary, lengths: summarizeLengths(lengths, maxLength), examples }
  } finally {
    await model.close()
  }
}

/** Lengths in tokens, of at least one text. */
export function summarizeLengths(lengths: readonly number[], maxLength: number): LengthSummary {
  const sorted = [...lengths].sort((a, b) => a - b)
  const histogram: number[] = new Array(bins).fill(0)
  for (const length of lengths)
    histogram[Math.min(Math.floor(length / histogramBinWidth), bins - 1)] =
      at(histogram, Math.min(Math.floor(length / histogramBinWidth), bins - 1)) + 1
  return {
    maxLength,
    longest: at(sorted, sorted.length - 1),
    median: at(sorted, Math.floor(sorted.length / 2)),
    truncated: lengths.filter((length) => length > maxLength).length,
    total: lengths.length,
    histogram,
  }
}
