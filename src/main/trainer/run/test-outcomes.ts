import { join } from 'node:path'
import { datasetSummary } from '../../../shared/dataset-summary.ts'
import { testAnswer } from '../../../shared/test-answers.ts'
import { openToRead } from '../../disk/confinement.ts'
import { readJsonAs } from '../../disk/read-json.ts'
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
}

/**
 * What a run's saved model said to each of its test texts, of which only the digest is kept in memory. Null of a run that
 * did not finish, or is from before the answers were kept.
 */
export async function readTestOutcomes(run: string): Promise<TestOutcomes | null> {
  const dataset = await readJsonAs(join(run, 'dataset.json'), datasetSummary)
  const file = await openToRead(join(run, 'test-answers.jsonl')).catch(() => null)
  if (file === null) return null
  try {
    const outcomes = new Map<string, Outcome>()
    const met = new Map<string, number>()
    // Probabilities take room beside the text.
    for await (const { bytes } of splitLines(file.createReadStream({ autoClose: false }), 8 * maxTextBytes)) {
      const answer = testAnswer.safeParse(parse(bytes))
      if (!answer.success) continue
      const { digest, label, after } = answer.data
      const before = met.get(digest) ?? 0
      met.set(digest, before + 1)
      outcomes.set(`${digest}-${before}`, { label, said: argMax(after) })
    }
    return dataset === null ? null : { labels: dataset.labels, outcomes }
  } finally {
    await file.close()
  }
}

function parse(line: Buffer | null): unknown {
  try {
    return JSON.parse(line?.toString('utf8') ?? '')
  } catch {
    return null
  }
}
