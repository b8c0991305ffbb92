import type { Params, Prediction, Result } from '../../../shared/contract.ts'
import type { RejectedRow } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { warm } from '../classifier/warm.ts'
import { cleanText } from '../dataset/rows/clean.ts'
import { datasetOptions, readDataset, type Example } from '../dataset/dataset.ts'
import { readTextFile } from '../dataset/bytes/document.ts'
import type { Scored } from '../classifier/engine.ts'
import { argMax, computeMetrics, softmax } from '../training/metrics.ts'
import { at } from '../../../shared/at.ts'

/** Texts that are in memory at a time while a dataset is evaluated. */
const window = 512

/**
 * Classifies texts and text files with a run or a model folder. Files that cannot be read are listed, not fatal.
 * @throws LastlayerError `model`
 */
export async function predict(
  { model, texts, files }: Params<'predict'>,
  signal: AbortSignal,
): Promise<Result<'predict'>> {
  return warm.use(model, async (classifier) => {
    const inputs: { text: string; file: string | null }[] = texts.map((text) => ({ text, file: null }))
    const rejected: RejectedRow[] = []
    for (const file of files) {
      const read = await readTextFile(file)
      if ('reason' in read) rejected.push({ file, line: 0, reason: read.reason })
      else if (read.text.trim() === '') rejected.push({ file, line: 0, reason: 'The file is empty.' })
      else inputs.push({ text: read.text, file })
    }
    const scored = await classifier.score(
      inputs.map(({ text }) => cleanText(text, classifier.stripHtml)),
      signal,
    )
    const predictions = scored.map((one, i) => ({ ...at(inputs, i), ...toPrediction(one, classifier.labels) }))
    return { labels: [...classifier.labels], predictions, rejected }
  })
}

function toPrediction(
  { logits, tokens, truncated }: Scored,
  labels: readonly string[],
): Pick<Prediction, 'probs' | 'label' | 'tokens' | 'truncated'> {
  const probs = softmax(logits)
  return { probs, label: at(labels, argMax(probs)), tokens, truncated }
}

/**
 * Figures of a run or a model folder on a dataset: on its test part where it has one of its own, else on all of it.
 * @throws LastlayerError `model`, or `dataset` if it has labels that the model does not know.
 */
export async function evaluate(
  { model, choice }: Params<'evaluate'>,
  signal: AbortSignal,
): Promise<Result<'evaluate'>> {
  return warm.use(model, async (classifier) => {
    const stripHtml = choice.stripHtml && classifier.stripHtml
    const dataset = await readDataset(datasetOptions({ ...choice, stripHtml }), undefined, signal)
    const { source, splitting, labels } = dataset.summary
    const classes = labels.map((label) => {
      const index = classifier.labels.indexOf(label)
      if (index >= 0) return index
      throw new LastlayerError(
        'dataset',
        `${source} has the label "${label}", which the model does not know. It knows ${classifier.labels.join(', ')}.`,
      )
    })
    const isWanted = ({ split }: Example): boolean => splitting === 'automatic' || split === 'test'

    const truth: number[] = []
    const scored: Scored[] = []
    let texts: string[] = []
    for await (const { example, text } of dataset.texts(isWanted, signal)) {
      truth.push(at(classes, example.label))
      texts.push(text)
      if (texts.length === window) {
        scored.push(...(await classifier.score(texts, signal)))
        texts = []
      }
    }
    scored.push(...(await classifier.score(texts, signal)))

    const logits = new Float32Array(truth.length * classifier.labels.length)
    scored.forEach((one, i) => logits.set(one.logits, i * classifier.labels.length))
    return {
      source,
      metrics: computeMetrics(logits, truth, classifier.labels),
      truncated: scored.filter(({ truncated }) => truncated).length,
    }
  })
}
