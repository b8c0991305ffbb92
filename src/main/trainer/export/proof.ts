import { performance } from 'node:perf_hooks'
import { LastlayerError } from '../../../shared/errors.ts'
import { describeDifference, type ExportProof } from '../../../shared/export-proof.ts'
import type { Engine } from '../classifier/engine.ts'
import { argMax, softmax } from '../statistics/metrics.ts'
import { at } from '../../../shared/at.ts'

export type Comparison = Pick<
  ExportProof,
  'texts' | 'largestLogitDifference' | 'largestProbabilityDifference' | 'equalLabels' | 'textsPerSecond'
>

/** How far an export may be from the model's own answers. */
export interface ProofLimits {
  /** The largest difference of a probability. */
  readonly probability: number
  /** The least share of texts with the same label. */
  readonly equalLabels: number
}

/**
 * Lets two forms of a model answer the same texts, one a call. `onProgress` gets how many of them are answered.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function compareEngines(
  engines: { readonly exported: Engine; readonly own: Engine },
  texts: readonly string[],
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Comparison> {
  let done = 0
  const onText = (): void => onProgress(++done, 2 * texts.length)
  // One after the other: the threads of an engine go on for a while after a call.
  const exported = await answerAll(engines.exported, texts, signal, onText)
  const own = await answerAll(engines.own, texts, signal, onText)
  const pairs = exported.logits.map((logits, i) => [logits, at(own.logits, i)] as const)
  return {
    texts: texts.length,
    largestLogitDifference: largest(pairs.map(([a, b]) => largestDifference(a, b))),
    largestProbabilityDifference: largest(pairs.map(([a, b]) => largestDifference(softmax(a), softmax(b)))),
    equalLabels: pairs.filter(([a, b]) => argMax(a) === argMax(b)).length / texts.length,
    textsPerSecond: { exported: 1 / exported.seconds, own: 1 / own.seconds },
  }
}

/** @throws LastlayerError `proof` if the answers of an export are not the model's */
export function requireProof(limits: ProofLimits, comparison: Comparison): void {
  const { largestProbabilityDifference, equalLabels, texts } = comparison
  if (largestProbabilityDifference <= limits.probability && equalLabels >= limits.equalLabels) return
  throw new LastlayerError(
    'proof',
    `The export does not answer as the model does and was taken back: of ${texts} texts ` +
      `${(100 * equalLabels).toFixed(0)} % have the same label, and a probability differs by ` +
      `${describeDifference(largestProbabilityDifference)}. Export to another format, and report this sentence.`,
  )
}

/** The logits of each text, and the seconds that half of the texts took at most. */
async function answerAll(
  engine: Engine,
  texts: readonly string[],
  signal: AbortSignal,
  onText: () => void,
): Promise<{ logits: Float32Array[]; seconds: number }> {
  // The first call of a session allocates its memory.
  await engine.score(texts.slice(0, 1), signal)
  const logits: Float32Array[] = []
  const milliseconds: number[] = []
  for (const text of texts) {
    const start = performance.now()
    logits.push(at(await engine.score([text], signal), 0).logits)
    milliseconds.push(performance.now() - start)
    onText()
  }
  milliseconds.sort((a, b) => a - b)
  return { logits, seconds: at(milliseconds, Math.floor(texts.length / 2)) / 1000 }
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return largest(Array.from(a, (value, i) => Math.abs(value - at(b, i))))
}

/** NaN if any of the values is. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}
