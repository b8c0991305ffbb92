import { addAbortSignal } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { resolve } from 'node:path'
import type { Prediction, Result } from '../../shared/contract.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { oneLine, rate, table } from './format.ts'
import { modelPath, type Session } from './session.ts'

/**
 * `predict RUN_OR_MODEL [TEXT…] [--file F…]`.
 * @throws LastlayerError `dataset` if a file could not be read, after the others have been answered.
 */
export async function predict(session: Session, name: string, texts: string[], files: string[]): Promise<void> {
  const { host, screen, places, signal } = session
  const wanted = texts.length + files.length > 0 ? texts : await textsOfStandardInput(signal)
  const params = { model: await modelPath(name, places), texts: wanted, files: files.map((file) => resolve(file)) }
  const { predictions, rejected } = await host.run('predict', params, { signal })
  if (predictions.length > 0) showPredictions(session, predictions)
  for (const { file, reason } of rejected) screen.note(`${file}: ${reason}`)
  if (rejected.length > 0) {
    const answered = `${predictions.length} of ${predictions.length + rejected.length}`
    throw new LastlayerError('dataset', `Only ${answered} texts could be read; mend the files above.`)
  }
}

/** Prints what was predicted: a table for people, the promised objects for programs. */
export function showPredictions({ screen }: Session, predictions: readonly Prediction[]): void {
  if (screen.json) {
    screen.value(predictions.map(predictionValue))
    return
  }
  const rows = predictions.map(({ text, file, label, probs, truncated }) => [
    oneLine(label, 30),
    rate(probs[label]),
    `${oneLine(file ?? text, 100)}${truncated ? ' (only its beginning was read)' : ''}`,
  ])
  screen.lines(table('<><', rows))
}

/** One object of `predict --json`; `neg_prob` and `pos_prob` for the labels neg and pos. */
export function predictionValue({ text, file, probs, label, truncated }: Result<'predict'>['predictions'][number]) {
  const isSentiment = Object.keys(probs).sort().join() === 'neg,pos'
  return {
    text,
    ...(file === null ? {} : { file }),
    ...(isSentiment ? { neg_prob: probs.neg, pos_prob: probs.pos } : {}),
    label,
    probs,
    truncated,
  }
}

async function textsOfStandardInput(signal: AbortSignal): Promise<string[]> {
  const nothing = 'Give a text, --file with a text file, or texts on standard input, one a line.'
  if (process.stdin.isTTY) throw new LastlayerError('usage', nothing)
  const input = await readAll(addAbortSignal(signal, process.stdin)).catch((error: unknown) => {
    throw signal.aborted ? new LastlayerError('cancelled', 'Stopped.') : error
  })
  const lines = input.replace(/^\ufeff/, '').split(/\r?\n/)
  const texts = lines.filter((line) => line.trim() !== '')
  if (texts.length === 0) throw new LastlayerError('usage', nothing)
  return texts
}
