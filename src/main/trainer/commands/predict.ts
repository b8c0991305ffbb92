import type { Params, Prediction, Result } from '../../../shared/contract.ts'
import type { RejectedRow } from '../../../shared/dataset-summary.ts'
import { warm } from '../classifier/warm.ts'
import { unknownText } from '../tokens/token-check.ts'
import { cleanText } from '../dataset/rows/clean.ts'
import { readPlainText } from '../dataset/documents/text-content.ts'
import type { Scored } from '../classifier/engine.ts'
import { argMax, softmax } from '../statistics/metrics.ts'
import { at } from '../../../shared/at.ts'

/**
 * Classifies texts and text files with a run or a model folder. Files that cannot be read are listed, not fatal.
 * @throws LastlayerError `model`
 */
export async function predict(
  { model, texts, files, encoding = null, abstainBelow }: Params<'predict'>,
  signal: AbortSignal,
): Promise<Result<'predict'>> {
  return warm.use(model, async (classifier) => {
    const below = abstainBelow ?? classifier.abstainBelow
    const inputs: Pick<Prediction, 'text' | 'file' | 'encoding' | 'isEmail' | 'document'>[] = texts.map((text) => ({
      text,
      file: null,
    }))
    const rejected: RejectedRow[] = []
    for (const file of files) {
      const read = await readPlainText(file, encoding)
      if ('reason' in read) rejected.push({ file, line: 0, reason: read.reason })
      else if (read.text.trim() === '') rejected.push({ file, line: 0, reason: 'The file is empty.' })
      else {
        const { text, encoding: used = 'utf-8', isEmail, document } = read
        inputs.push({
          text,
          file,
          ...(used !== 'utf-8' && { encoding: used }),
          ...(isEmail && { isEmail }),
          ...(document && { document }),
        })
      }
    }
    const clean = (text: string): string => cleanText(text, classifier.stripHtml)
    const scored = await classifier.score(
      inputs.map(({ text }) => clean(text)),
      signal,
    )
    const predictions = scored.map((one, i) => {
      const unknown = one.unknown / Math.max(1, one.tokens - 2)
      // Of one word nobody can tell.
      const share = unknown > unknownText && one.tokens > 4 ? { unknown } : {}
      const input = at(inputs, i)
      const read = one.truncated && input.file === null ? classifier.charactersRead(input.text, clean) : null
      const cut = one.truncated && { wholeTokens: one.wholeTokens, ...(read !== null && { readCharacters: read }) }
      return { ...input, ...toAnswer(one, classifier.labels, below), ...share, ...cut }
    })
    return { labels: [...classifier.labels], predictions, rejected }
  })
}

/** The probabilities of a text's logits, and the likeliest label; an answer less sure than `abstainBelow` is none. */
export function toAnswer(
  { logits, tokens, truncated }: Scored,
  labels: readonly string[],
  abstainBelow: number | null,
): Pick<Prediction, 'probs' | 'label' | 'abstained' | 'tokens' | 'truncated'> {
  const probs = softmax(logits)
  const best = argMax(probs)
  const abstained = abstainBelow !== null && at(probs, best) < abstainBelow
  return { probs, label: at(labels, best), abstained, tokens, truncated }
}
