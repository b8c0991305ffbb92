import { Classifier } from '../classifier/classifier.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { argMax } from '../statistics/metrics.ts'

/** Test texts that are asked for, from over the whole part. */
const most = 64

/**
 * How many of some test texts a saved model answers as the training measured them: where features are not those of
 * float32, in which a saved model computes.
 * @param testLogits row-major [test examples, labels], in the order of the dataset
 */
export async function answersAlike(
  path: string,
  dataset: Dataset,
  testLogits: Float32Array,
  signal: AbortSignal,
): Promise<{ alike: number; texts: number }> {
  const width = dataset.summary.labels.length
  const stride = Math.ceil(testLogits.length / width / most)
  let row = 0
  const texts: string[] = []
  for await (const { text } of dataset.texts(({ split }) => split === 'test' && row++ % stride === 0, signal)) {
    texts.push(text)
  }
  const measured = (i: number): number => argMax(testLogits.subarray(i * stride * width, (i * stride + 1) * width))
  const classifier = await Classifier.open(path)
  try {
    const answered = await classifier.score(texts, signal)
    const alike = answered.filter(({ logits }, i) => argMax(logits) === measured(i)).length
    return { alike, texts: texts.length }
  } finally {
    await classifier.close()
  }
}
