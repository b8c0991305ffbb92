import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder, writeFileAtomic } from '../../disk/atomic-files.ts'
import type { Example } from '../dataset/dataset.ts'
import type { FeatureKey } from '../features/feature-cache.ts'

/** Raised when a way to answer is no longer what it was. */
const version = 1

/** Everything that the answers of a yardstick depend on. */
export interface Question {
  readonly way: 'words' | 'frozen'
  /** Of K = 0; null where no model is asked. */
  readonly features: FeatureKey | null
  readonly labels: number
  /** What is learned from; with texts of the validation part, once that has chosen. */
  readonly training: readonly Example[]
  readonly validation: readonly Example[]
  readonly testing: readonly Example[]
}

export interface Answers {
  /** Row-major [test texts, labels]. */
  readonly logits: Float32Array
  /** What it took to find them, whenever that was. */
  readonly seconds: number
}

/**
 * Answers the question, or takes the answers that another run has found: those of a sweep ask the same.
 * @param root the folder of caches
 */
export async function keptAnswers(
  root: string,
  question: Question,
  answer: () => Promise<Float32Array>,
): Promise<Answers> {
  const path = pathOf(root, question)
  const kept = decode(await readFile(path).catch(() => null), question.testing.length * question.labels)
  if (kept !== null) return kept
  const startedAt = performance.now()
  const logits = await answer()
  const found = { logits, seconds: (performance.now() - startedAt) / 1000 }
  // A run is not to fail by what only saves the next one some time.
  await makeFolder(dirname(path))
    .then(() => writeFileAtomic(path, encode(found)))
    .catch(() => undefined)
  return found
}

/** Whether another run has found the answers. */
export function isKept(root: string, question: Question): boolean {
  return existsSync(pathOf(root, question))
}

function pathOf(root: string, question: Question): string {
  return join(root, 'yardsticks', `${nameOf(question)}.answers`)
}

function nameOf({ way, features, labels, ...parts }: Question): string {
  const hash = createHash('sha256').update(JSON.stringify({ version, way, labels, features }))
  for (const part of [parts.training, parts.validation, parts.testing]) {
    hash.update(`\n${part.length}`)
    for (const { digest, label } of part) hash.update(`\n${digest} ${label}`)
  }
  return hash.digest('hex').slice(0, 32)
}

/** sha256 of the rest, 32 bytes; the seconds, a float64; the logits, float32; as this machine has numbers. */
function encode({ logits, seconds }: Answers): Buffer {
  const rest = Buffer.concat([
    Buffer.from(Float64Array.of(seconds).buffer),
    Buffer.from(logits.buffer, logits.byteOffset, logits.byteLength),
  ])
  return Buffer.concat([createHash('sha256').update(rest).digest(), rest])
}

/** Null of what is not whole, or has not so many logits. */
function decode(bytes: Buffer | null, count: number): Answers | null {
  if (bytes?.byteLength !== 40 + 4 * count) return null
  if (!createHash('sha256').update(bytes.subarray(32)).digest().equals(bytes.subarray(0, 32))) return null
  const logits = new Float32Array(count)
  Buffer.from(logits.buffer).set(bytes.subarray(40))
  return { logits, seconds: bytes.readDoubleLE(32) }
}
