import type { ChangedExample, ChangedExamples } from '../../../shared/run-record.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { argMax, softmax } from '../training/metrics.ts'
import { at } from '../../../shared/at.ts'

/** How many texts of each kind are kept, the most confident first, and how much of each. */
const kept = 20
const excerpt = 2000

/**
 * The test texts whose label training turned from wrong to right, or from right to wrong.
 * @param before @param after row-major [test examples, labels]
 */
export async function changedExamples(
  dataset: Dataset,
  before: Float32Array,
  after: Float32Array,
  signal: AbortSignal,
): Promise<ChangedExamples> {
  const { labels } = dataset.summary
  const rows = dataset.examples
    .filter(({ split }) => split === 'test')
    .map(({ ordinal, label }, i) => {
      const row = (logits: Float32Array) => logits.subarray(i * labels.length, (i + 1) * labels.length)
      const [was, is] = [argMax(row(before)), argMax(row(after))]
      return { ordinal, label, was, is, confidence: at(softmax(row(after)), is) }
    })
    .sort((a, b) => b.confidence - a.confidence)
  const nowRight = rows.filter(({ label, was, is }) => was !== label && is === label)
  const nowWrong = rows.filter(({ label, was, is }) => was === label && is !== label)
  const shown = [...nowRight.slice(0, kept), ...nowWrong.slice(0, kept)]

  const texts = new Map<number, string>()
  const wanted = new Set(shown.map(({ ordinal }) => ordinal))
  for await (const { example, text } of dataset.texts(({ ordinal }) => wanted.has(ordinal), signal)) {
    texts.set(example.ordinal, text.slice(0, excerpt))
  }
  const describe = ({ ordinal, label, was, is, confidence }: (typeof rows)[number]): ChangedExample => ({
    text: texts.get(ordinal) ?? '',
    label: at(labels, label),
    before: at(labels, was),
    after: at(labels, is),
    confidence,
  })
  return {
    nowRightCount: nowRight.length,
    nowWrongCount: nowWrong.length,
    nowRight: nowRight.slice(0, kept).map(describe),
    nowWrong: nowWrong.slice(0, kept).map(describe),
  }
}
