import { join } from 'node:path'
import { countIn } from '../../../shared/dataset-summary.ts'
import { testAnswer } from '../../../shared/test-answers.ts'
import { openToRead } from '../../disk/confinement.ts'
import { parseLine } from '../../run-files/json-lines.ts'
import { notTold, readDatasetSummary } from '../../run-files/kept-file.ts'
import { splitLines } from '../dataset/bytes/lines.ts'
import { maxTextBytes } from '../dataset/bytes/files.ts'
import { argMax } from '../statistics/metrics.ts'

/** What a run said to a test text, by index into its labels. */
export interface Outcome {
  readonly label: number
  readonly said: number
}

export interface TestOutcomes {
  readonly labels: readonly string[]
  /** By the digest of the text and how many like it came before. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** How many of them are missing or damaged, and left out. */
  readonly lost: number
}

/**
 * What a run's saved model said to each of its test texts, of which only the digest is kept in memory. Null of a run that
 * did not finish, or is from before the answers were kept.
 */
export async function readTestOutcomes(run: string): Promise<TestOutcomes | null> {
  const { state, value: dataset } = await readDatasetSummary(run)
  const file = await openToRead(join(run, 'test-answers.jsonl')).catch(() => null)
  if (file === null) return null
  try {
    const outcomes = new Map<string, Outcome>()
    const met = new Map<string, number>()
    // Probabilities take room beside the text.
    for await (const { bytes } of splitLines(file.createReadStream({ autoClose: false }), 8 * maxTextBytes)) {
      const answer = testAnswer.safeParse(bytes && parseLine(bytes))
      if (!answer.success) continue
      const { digest, label, after } = answer.data
      const before = met.get(digest) ?? 0
      met.set(digest, before + 1)
      outcomes.set(`${digest}-${before}`, { label, said: argMax(after) })
    }
    if (dataset === null && state === 'damaged') throw notTold(join(run, 'dataset.json'))
    if (dataset === null) return null
    return { labels: dataset.labels, outcomes, lost: Math.max(0, countIn(dataset, 'test') - outcomes.size) }
  } finally {
    await file.close()
  }
}
