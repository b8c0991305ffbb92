import { at } from '../../../shared/at.ts'
import type { Params, Result } from '../../../shared/contract.ts'
import { finding } from '../../../shared/dataset-summary.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import { datasetOptions, readDataset } from '../dataset/dataset.ts'
import { openModel } from '../model/locate-model.ts'
import { TokenCheck } from '../tokens/token-check.ts'
import { checkMaxLength, TextTokenizer } from '../tokens/tokenizer.ts'
import { yieldToMessages } from '../yield-to-messages.ts'
import { beginningOf, drawnExamples } from './draw-examples.ts'
import { lengthFindings, summarizeLengths } from './text-lengths.ts'

const toldEvery = 64

/**
 * What a dataset holds, before any training: labels, parts, rejected rows, how long its texts are in real tokens, and
 * how well the model knows those.
 * @throws LastlayerError `dataset` or `model`; `cancelled` once the signal is aborted
 */
export async function inspect(
  { choice, model: path, maxLength, exampleSeed = 0 }: Params<'inspect'>,
  signal: AbortSignal,
  onProgress: (progress: ReadingProgress) => void = () => undefined,
): Promise<Result<'inspect'>> {
  const model = await openModel(path)
  try {
    checkMaxLength(model.config, maxLength)
    const tokenizer = TextTokenizer.open(model)
    const onRows = (done: number): void => onProgress({ phase: 'reading', done, total: done, unit: 'rows' })
    const dataset = await readDataset(datasetOptions(choice), onRows, signal)
    const { labels } = dataset.summary

    const total = dataset.examples.length
    const lengths: number[] = []
    const check = new TokenCheck(tokenizer.unknown)
    const drawn = drawnExamples(dataset, exampleSeed)
    for await (const { example, text, place } of dataset.texts(() => true, signal)) {
      await yieldToMessages(signal)
      const tokens = tokenizer.encode(text, maxLength)
      lengths.push(tokens.fullLength)
      check.add(tokens, text, () => ({
        file: place?.file ?? '',
        line: place?.line ?? 0,
        text: beginningOf(text),
        label: at(labels, example.label),
      }))
      drawn.add(example, text)
      const done = lengths.length
      if (done % toldEvery === 0 || done === total) onProgress({ phase: 'tokenizing', done, total, unit: 'texts' })
    }
    const found = [...check.findings(), ...lengthFindings(lengths, maxLength, model.config.positions)]
    const findings = [...dataset.summary.findings, ...found.map((one) => finding.parse(one))]
    return {
      summary: { ...dataset.summary, findings },
      lengths: summarizeLengths(lengths, maxLength),
      examples: drawn.inOrder(),
    }
  } finally {
    await model.close()
  }
}
