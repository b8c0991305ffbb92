import type { Dataset, Example } from '../../src/main/trainer/dataset/dataset.ts'
import type { FeatureReader } from '../../src/main/trainer/features/feature-reader.ts'
import { keyOf, normal } from '../../src/main/trainer/random.ts'
import { tf } from '../../src/main/trainer/backend/tf.ts'
import type { DatasetSummary, Split } from '../../src/shared/dataset-summary.ts'

const [dim, tokens] = [16, 4]

/** How many texts each label has in each part. */
export type Sizes = Readonly<Record<Split, readonly number[]>>

/** A dataset without texts: its features are noise with a little of their label, and it notes which of them are read. */
export function signalData(
  sizes: Sizes,
  strength = 1,
): { dataset: Dataset; features: FeatureReader; read: Set<string> } {
  const examples = (['train', 'validation', 'test'] as const).flatMap((split) =>
    sizes[split].flatMap((count, label) =>
      Array.from({ length: count }, (_, i) => ({ label, split, digest: `${split}-${label}-${i}` })),
    ),
  )
  const numbered: Example[] = examples.map((example, ordinal) => ({ ...example, ordinal }))
  const read = new Set<string>()
  const vector = (digest: string): Float32Array => {
    const [, label, i] = digest.split('-').map(Number)
    const noise = normal(keyOf(label, i, digest.length), tokens * dim, 1)
    return noise.map((value, place) => value + (place % dim === label ? strength : 0))
  }
  const features = {
    rows: () => tokens,
    longest: () => tokens,
    *readAhead(batches: Iterable<unknown>) {
      for (const batch of batches) yield [batch, new Map()]
    },
    read: (digests: readonly string[]) => {
      for (const digest of digests) read.add(digest)
      return {
        x: tf.tensor3d(Float32Array.from(digests.flatMap((digest) => [...vector(digest)])), [
          digests.length,
          tokens,
          dim,
        ]),
        mask: tf.ones<tf.Rank.R2>([digests.length, tokens]),
      }
    },
  } as unknown as FeatureReader
  const summary = {
    labels: sizes.train.map((_, label) => `label ${label}`),
    counts: { train: [...sizes.train], validation: [...sizes.validation], test: [...sizes.test] },
  } as DatasetSummary
  return {
    dataset: { summary, examples: numbered, texts: () => Promise.reject<never>(new Error('no texts')) as never },
    features,
    read,
  }
}

/** The width that a model for such features has. */
export const signalShape = { family: 'distilbert', dim, heads: 2, blocks: 2 } as const
