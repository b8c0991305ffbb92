import { addAbortSignal } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { resolve } from 'node:path'
import type { Result } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { fileName, oneLine, rate, table } from '../screen/format.ts'
import { modelPath, type Session } from '../session.ts'
import { at } from '../../../shared/at.ts'

/** What the texts were called, and how sure that is. */
type Predicted = Pick<Result<'predict'>, 'labels' | 'predictions'>

/**
 * `predict RUN_OR_MODEL [TEXT…] [--file F…]`.
 * @throws LastlayerError `dataset` if a file could not be read, after the others have been answered.
 */
export async function predict(session: Session, name: string, texts: string[], files: string[]): Promise<void> {
  const { host, screen, places, signal } = session
  const wanted = texts.length + files.length > 0 ? texts : await textsOfStandardInput(signal)
  const params = { model: await modelPath(name, places), texts: wanted, files: files.map((file) => resolve(file)) }
  const answer = await host.run('predict', params, { signal })
  const { predictions, rejected } = answer
  if (predictions.length > 0) showPredictions(session, answer)
  for (const { file, reason } of rejected) screen.note(`${fileName(file)}: ${reason}`)
  if (rejected.length > 0) {
    const answered = `${predictions.length} of ${predictions.length + rejected.length}`
    throw new LastlayerError('dataset', `Only ${answered} texts could be read; mend the files above.`)
  }
}

/** Prints what was predicted: a table for people, the promised objects for programs. */
export function showPredictions({ screen }: Session, answer: Predicted): void {
  if (screen.json) {
    screen.value(predictionValues(answer))
    return
  }
  const { labels, predictions } = answer
  const rows = predictions.map(({ text, file, label, probs, truncated }) => [
    oneLine(label, 30),
    rate(at(probs, labels.indexOf(label))),
    `${oneLine(file ?? text, 100)}${truncated ? ' (only its beginning was read)' : ''}`,
  ])
  screen.lines(table('<><', rows))
}

/** The objects of `predict --json`, one a text; with `neg_prob` and `pos_prob` for the labels neg and pos. */
export function predictionValues({ labels, predictions }: Predicted): object[] {
  const isSentiment = [...labels].sort().join() === 'neg,pos'
  const [neg, pos] = [labels.indexOf('neg'), labels.indexOf('pos')]
  return predictions.map(({ text, file, probs, label, truncated }) => ({
    text,
    ...(file === null ? {} : { file }),
    ...(isSentiment ? { neg_prob: probs[neg], pos_prob: probs[pos] } : {}),
    label,
    // Not assigned one by one, which a label such as __proto__ would not outlive.
    probs: Object.fromEntries(labels.map((label, i) => [label, probs[i]])),
    truncated,
  }))
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
