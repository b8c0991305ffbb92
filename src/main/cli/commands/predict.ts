import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { OptionValues } from 'commander'
import type { Params, Prediction, Result } from '../../../shared/contract.ts'
import { isTableName } from '../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { textReading, type TableAnswer, type TableHead, type TextReading } from '../../../shared/table-answers.ts'
import { at } from '../../../shared/at.ts'
import { modelPath, type Session } from '../session.ts'
import { answerText, count, fileName, oneLine, rate, table } from '../screen/format.ts'
import { abstentionOf } from '../texts/abstention.ts'
import { answerTable, unknownTokens } from '../texts/answer-table.ts'
import { checkOut, keepsObjects } from '../texts/answers-file.ts'
import { checkTexts } from '../texts/given-texts.ts'
import { nothingGiven, withStandardInput } from '../texts/standard-input.ts'

/** What the texts were called, and how sure that is. */
type Predicted = Pick<Result<'predict'>, 'labels' | 'predictions'>

const severalLines = 3

/** What the command was given. */
interface Given {
  readonly model: string
  readonly texts: readonly string[]
  readonly textFiles: readonly string[]
  /** Tables, folders, and files of one text a line. */
  readonly tables: readonly string[]
  readonly reading: TextReading
  readonly out: string | null
  readonly abstention: { abstainBelow?: number }
}

/**
 * `predict RUN_OR_MODEL [TEXT…] [--file F…]`: texts and text files first, then tables row by row.
 * @throws LastlayerError `usage` for what is not a text, `dataset` if a text could not be read, after the others have been
 * answered.
 */
export async function predict(session: Session, name: string, texts: string[], options: OptionValues): Promise<void> {
  const { places, screen } = session
  const out = options.out === undefined ? null : resolve(options.out as string)
  if (out !== null) checkOut(out)
  for (const note of checkTexts(texts)) screen.note(note)
  const files = ((options.file ?? []) as string[]).map((file) => resolve(file))
  const tables = files.filter((file) => isTable(file, options))
  const textFiles = files.filter((file) => !tables.includes(file))
  const reading = textReading.parse({ ...options, as: options.lines ? 'lines' : 'table' })
  const given = {
    model: await modelPath(name, places),
    texts,
    textFiles,
    tables,
    reading,
    out,
    abstention: abstentionOf(options),
  }
  try {
    if (texts.length + files.length === 0) await answerStandardInput(session, given)
    else await answerAll(session, given)
  } finally {
    screen.endItems()
  }
}

async function answerStandardInput(session: Session, given: Given): Promise<void> {
  const nothing = new LastlayerError('usage', nothingGiven)
  const reading = { ...given.reading, as: 'lines' as const }
  await withStandardInput(session.signal, (path) =>
    answerOne(session, { ...given, reading }, { path, name: 'Standard input', nothing }),
  )
}

async function answerAll(session: Session, given: Given): Promise<void> {
  const { model, texts, textFiles, tables, reading, out, abstention } = given
  const others = texts.length + textFiles.length
  if (out !== null && (others > 0 || tables.length !== 1)) {
    throw new LastlayerError('usage', '--out takes the answers of one table: give one --file, a table or a folder.')
  }
  if (others > 0) {
    const files = [...textFiles]
    await answerTexts(session, { model, texts: [...texts], files, encoding: reading.encoding, ...abstention })
  }
  for (const path of tables) await answerOne(session, given, { path, name: fileName(path) })
}

/** Answers a table; lines and the files of a folder are shown as texts that are given one by one. */
async function answerOne(
  session: Session,
  { model, reading, out, abstention }: Given,
  { path, ...named }: { path: string; name: string; nothing?: LastlayerError },
): Promise<void> {
  const areTexts = reading.as === 'lines' || isFolder(path)
  const shape = areTexts ? { toValue: textValue, nameColumn: 'file' } : {}
  const { answered, leftOut } = await answerTable(session, {
    params: { model, path, reading, ...abstention, ...(keepsObjects(out) && { withOwn: true }) },
    out,
    ...named,
    ...shape,
  })
  if (areTexts && leftOut.count > 0) throw incomplete(answered, leftOut.count)
}

/** A file is a table if its name says so, or if the person says how a table is to be read; a folder is one of files. */
function isTable(file: string, { lines, textColumn, separator, sheet, header }: OptionValues): boolean {
  return Boolean(lines ?? textColumn ?? separator ?? sheet) || header !== 'auto' || isTableName(file) || isFolder(file)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function incomplete(answered: number, leftOut: number): LastlayerError {
  const share = `${count(answered)} of ${count(answered + leftOut)}`
  return new LastlayerError('dataset', `Only ${share} texts could be read; mend what is named above.`)
}

async function answerTexts(session: Session, params: Params<'predict'>): Promise<void> {
  const { host, screen, signal } = session
  const answer = await host.run('predict', params, { signal })
  const { predictions, rejected } = answer
  if (predictions.length > 0) showPredictions(session, answer)
  for (const { text, file, truncated, encoding, isEmail, unknown } of predictions) {
    if (unknown !== undefined) screen.note(unknownTokens(file === null ? oneLine(text, 40) : fileName(file), unknown))
    if (encoding !== undefined)
      screen.note(`${fileName(file ?? '')} is not UTF-8 and was read as ${encoding} (--encoding).`)
    if (file === null) continue
    if (isEmail) {
      screen.note(`${fileName(file)} is an e-mail: its text was read, without headers and attachments.`)
      continue
    }
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    if (lines.length < severalLines || !(truncated || areSentences(lines))) continue
    screen.note(`${fileName(file)} has ${lines.length} lines and was read as one text: --lines reads one text a line.`)
  }
  for (const { file, reason } of rejected) screen.note(`${fileName(file)}: ${reason}`)
  if (rejected.length > 0) throw incomplete(predictions.length, rejected.length)
}

/** Whether most lines stand by themselves: not one begins in the middle of what the line before it says. */
function areSentences(lines: readonly string[]): boolean {
  const alone = lines.filter(
    (line) => /^[\s\p{P}]*[^\s\p{P}\p{Ll}]/u.test(line) && (/\S\s+\S+\s+\S/.test(line) || unspaced.test(line)),
  )
  return alone.length >= 0.8 * lines.length
}

/** A few characters of a script that puts no blanks between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]{4}/u

/** Prints what was predicted: a table for people, the promised objects for programs. */
export function showPredictions({ screen }: Session, answer: Predicted): void {
  if (screen.json) {
    for (const value of predictionValues(answer)) screen.item(value)
    return
  }
  const { labels, predictions } = answer
  const rows = predictions.map(({ text, file, label, probs, abstained, truncated }) => [
    answerText(label, abstained),
    rate(at(probs, labels.indexOf(label))),
    `${oneLine(file ?? text, 100)}${truncated ? ' (only its beginning was read)' : ''}`,
  ])
  screen.lines(table('<><', rows))
}

/** The objects of `predict --json`, one a text; with `neg_prob` and `pos_prob` for the labels neg and pos. */
export function predictionValues({ labels, predictions }: Predicted): object[] {
  return predictions.map((prediction) => predictionValue(prediction, labels))
}

type Told = Pick<Prediction, 'text' | 'file' | 'probs' | 'label' | 'abstained' | 'truncated'>

function predictionValue({ text, file, probs, label, abstained, truncated }: Told, labels: readonly string[]): object {
  const isSentiment = [...labels].sort().join() === 'neg,pos'
  const [neg, pos] = [labels.indexOf('neg'), labels.indexOf('pos')]
  return {
    text,
    ...(file === null ? {} : { file }),
    ...(isSentiment ? { neg_prob: probs[neg], pos_prob: probs[pos] } : {}),
    label,
    abstained,
    // Not assigned one by one, which a label such as __proto__ would not outlive.
    probs: Object.fromEntries(labels.map((label, i) => [label, probs[i]])),
    truncated,
  }
}

/** A line, or a file of a folder, as a text that was given by itself. */
function textValue({ cells, answer }: TableAnswer, { columns, labels }: TableHead): object | null {
  if (answer === null) return null
  const value = (column: string) => String(cells[columns.indexOf(column)])
  const file = columns.includes('file') ? value('file') : null
  return predictionValue({ ...answer, text: value('text'), file }, labels)
}
