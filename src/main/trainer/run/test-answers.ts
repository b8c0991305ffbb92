import type { TestAnswer } from '../../../shared/test-answers.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { softmax } from '../statistics/metrics.ts'
import { writeStreamAtomic } from '../../disk/atomic-files.ts'
import { sealedLine } from '../../run-files/json-lines.ts'

/** Significant digits of a probability: those that a float32 has. */
const digits = 7

/**
 * Writes what a run's model made of every test text, a {@link TestAnswer} a line. One text is in memory at a time.
 * @param before @param after logits, row-major [test examples, labels], in the order of the dataset
 * @throws LastlayerError `output`; `cancelled` once the signal is aborted
 */
export async function writeTestAnswers(
  path: string,
  dataset: Dataset,
  before: Float32Array,
  after: Float32Array,
  signal: AbortSignal,
): Promise<void> {
  await writeStreamAtomic(path, lines(dataset, before, after, signal))
}

async function* lines(
  dataset: Dataset,
  before: Float32Array,
  after: Float32Array,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const width = dataset.summary.labels.length
  let i = 0
  for await (const { example, text } of dataset.texts(({ split }) => split === 'test', signal)) {
    const { ordinal, digest, label } = example
    const probabilities = (logits: Float32Array): number[] =>
      softmax(logits.subarray(i * width, (i + 1) * width)).map((p) => Number(p.toPrecision(digits)))
    const answer = { ordinal, digest, text, label, before: probabilities(before), after: probabilities(after) }
    yield Buffer.from(sealedLine(answer satisfies TestAnswer))
    i += 1
  }
}
