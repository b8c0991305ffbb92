import { at } from '../../../shared/at.ts'
import type { Params, Result } from '../../../shared/contract.ts'
import { finding } from '../../../shared/dataset-summary.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import { datasetOptions, readDataset, type Example } from '../dataset/dataset.ts'
import { openModel } from '../model/locate-model.ts'
import { TokenCheck } from '../tokens/token-check.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { permutation, streamKey } from '../random.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { beginningOf, drawnExamples } from './draw-examples.ts'
import { enoughLength } from '../tokens/fitted-length.ts'
import { lengthFindings, summarizeLengths } from './text-lengths.ts'

const toldEvery = 64
/** Of more texts than that, so many are drawn: their shares are known to half a percent. */
const mostCounted = 20_000

/**
 * What a dataset holds, before any training: labels, parts, rejected rows, how long its texts are in real tokens, and
 * how well the model knows those. What needs no tokens is told before they are counted.
 * @throws LastlayerError `dataset` or `model`; `cancelled` once the signal is aborted
 */
export async function inspect(
  { choice, model: path, maxLength, fitLength = false, exampleSeed = 0 }: Params<'inspect'>,
  signal: AbortSignal,
  onProgress: (progress: ReadingProgress) => void = () => undefined,
): Promise<Result<'inspect'>> {
  const model = await openModel(path)
  try {
    checkMaxLength(model.config, maxLength)
    const tokenizer = TextTokenizer.open(model)
    const onRows = (done: number): void => onProgress({ phase: 'reading', done, total: done, unit: 'rows' })
    const dataset = await readDataset({ ...datasetOptions(choice), keepsValidation: true }, onRows, signal)
    const { labels } = dataset.summary

    const ordinals = dataset.ordinals()
    const counted = drawnTexts(ordinals)
    const total = Math.min(ordinals.length, mostCounted)
    onProgress({ phase: 'tokenizing', done: 0, total, unit: 'texts', summary: dataset.summary })
    const lengths: number[] = []
    const check = new TokenCheck(tokenizer.unknown)
    const drawn = drawnExamples({ ordinals, labelOf: dataset.labelOf, labels }, exampleSeed)
    for await (const { example, text, place } of dataset.texts((one) => counted(one) || drawn.isDrawn(one), signal)) {
      await yieldToMessages(signal)
      drawn.add(example, text)
      if (!counted(example)) continue
      const tokens = tokenizer.encode(text, maxLength)
      lengths.push(tokens.fullLength)
      check.add(tokens, text, () => ({
        file: place?.file ?? '',
        line: place?.line ?? 0,
        text: beginningOf(text),
        label: at(labels, example.label),
      }))
      const done = lengths.length
      if (done % toldEvery === 0 || done === total) onProgress({ phase: 'tokenizing', done, total, unit: 'texts' })
    }
    const { positions } = model.config
    const most = fitLength ? enoughLength(lengths, maxLength, positions) : maxLength
    const found = [...check.findings(), ...lengthFindings(lengths, most, positions)]
    const findings = [...dataset.summary.findings, ...found.map((one) => finding.parse(one))]
    return {
      summary: { ...dataset.summary, findings },
      lengths: summarizeLengths(lengths, most, ordinals.length),
      examples: drawn.inOrder(),
    }
  } finally {
    await model.close()
  }
}

/** Whether a text is among those whose tokens are counted: the same of one dataset, whatever examples are drawn. */
function drawnTexts(ordinals: Uint32Array): (example: Example) => boolean {
  if (ordinals.length <= mostCounted) return () => true
  const order = permutation(streamKey('countedTexts', 0), ordinals.length).subarray(0, mostCounted)
  const drawn = new Set(Array.from(order, (i) => at(ordinals, i)))
  return ({ ordinal }) => drawn.has(ordinal)
}
