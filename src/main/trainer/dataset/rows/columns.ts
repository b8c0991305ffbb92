import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import type { DatasetChange } from '../../../../shared/dataset-settings.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { Table } from '../formats/table.ts'
import { areParts, flaggedPart } from '../layout/part-words.ts'
import { areClearByName, guessLabel, guessText, type Guess } from './column-guess.ts'
import { quote } from '../survey/say.ts'
import { scoreName } from './column-names.ts'
import { holdsTexts, profileColumns, type Profile, type Sample } from './column-values.ts'
import { findColumn, noColumn, parseTextColumns, readTextColumns, type TextColumns } from './text-template.ts'
import { at } from '../../../../shared/at.ts'
import { english, join, say, type Said } from '../../../../shared/said.ts'

/** The columns of a dataset: the text's, as --text-column takes it, and the label's. */
export interface Columns {
  readonly text: string
  readonly label: string
}

/** The columns of one file: its own spelling of those of the dataset. */
export interface OwnColumns {
  readonly text: TextColumns
  readonly label: string
}

export interface Guesses {
  readonly text: Guess
  readonly label: Guess
  /** The rows that were looked at; null where the names were enough. */
  readonly sample: Sample | null
}

/** What was asked for; null is guessed. */
export interface Asked {
  readonly textColumn: string | null
  readonly labelColumn: string | null
}

/** The columns that a model was trained on, as they would be asked for; null where they are not known, or it was no table. */
export interface TrainedColumns {
  readonly text: string | null
  readonly label: string | null
}

/** What was asked for, else the columns that a model was trained on, where a table has them. */
export function askedAsTrained(asked: Asked, { text, label }: TrainedColumns, { columns }: Table): Asked {
  const has = (column: string): boolean => findColumn(column, columns) !== null
  const hasText = text !== null && (has(text) || readTextColumns(text).pieces.every(({ column }) => has(column)))
  return {
    textColumn: asked.textColumn ?? (hasText ? text : null),
    labelColumn: asked.labelColumn ?? (label !== null && has(label) ? label : null),
  }
}

/**
 * Which columns of tables that belong together hold the text and the label: those asked for, else by their names and
 * by values from all over the files.
 * @throws LastlayerError `dataset` if one asked for is not there
 */
export async function guessColumns(tables: readonly Table[], asked: Asked, signal?: AbortSignal): Promise<Guesses> {
  const { path, columns } = at(tables, 0)
  const texts = asked.textColumn === null ? null : parseTextColumns(asked.textColumn, columns, path)
  const label = asked.labelColumn === null ? null : findColumn(asked.labelColumn, columns)
  if (asked.labelColumn !== null && label === null) throw noColumn(path, 'label', asked.labelColumn, columns)
  if (texts !== null && label !== null && texts.columns.includes(label)) throw both(path, label)

  const isSettled =
    (texts !== null && label !== null) ||
    (!texts && !label && areClearByName(columns) && (await holdsTexts(tables, guessText(columns, null).column)))
  const sample = isSettled ? null : await profileColumns(tables, columns, signal)
  const profiles = sample?.profiles ?? null
  const textGuess = texts === null ? guessText(without(columns, [label]), profiles) : chosen(textOf(asked, texts))
  // What may be the text is no label, even where it is not clear which of them is the text.
  const taken =
    texts?.columns ?? (textGuess.column === null ? textGuess.candidates.filter(isNamedText) : [textGuess.column])
  const parts = columns.filter((column) => isPart(column, profiles?.get(column)))
  const labelGuess = label === null ? guessLabel(without(columns, [...taken, ...parts]), profiles) : chosen(label)
  return { text: textGuess, label: labelGuess, sample }
}

/**
 * The columns that were guessed, if they are clear; `advice` is for a label that is not.
 * @throws LastlayerError `dataset`, naming the columns that it may be and the flags, if they are not
 */
export function settleColumns(path: string, guesses: Guesses, advice = ''): Columns {
  const { text, label } = guesses
  if (text.column === null || label.column === null) throw unclear(path, guesses, label.column === null ? advice : '')
  return { text: text.column, label: label.column }
}

/** What the person should know of the guesses. */
export function columnFindings({ text, label }: Guesses): FindingInput[] {
  return [findingOf('text', text), findingOf('label', label)].filter((one) => one !== null)
}

/**
 * The columns as a file of the dataset spells them.
 * @throws LastlayerError `dataset` if one is missing.
 */
export function requireColumns({ path, columns }: Table, { text, label }: Columns): OwnColumns {
  const own = findColumn(label, columns)
  if (own === null) throw noColumn(path, 'label', label, columns)
  return { text: parseTextColumns(text, columns, path), label: own }
}

function chosen(column: string): Guess {
  return { column, why: say('"{{column}}" was chosen.', { column }), isClear: true, candidates: [column], by: 'choice' }
}

/** One column by its own spelling, several as they were asked for. */
function textOf({ textColumn }: Asked, { pieces, columns }: TextColumns): string {
  const isPlain = pieces.length === 1 && columns.length === 1 && !textColumn?.includes('{')
  return isPlain ? at(columns, 0) : (textColumn ?? '')
}

/** Whether a column says which part a row belongs to, and so is no label. */
function isPart(column: string, profile: Profile | undefined): boolean {
  if (profile === undefined) return false
  // What is_valid says may as well be the label.
  return areParts(profile.values) || (profile.isBinary && !['validation', null].includes(flaggedPart(column)))
}

function isNamedText(column: string): boolean {
  return scoreName(column).text >= 2
}

function without(columns: readonly string[], taken: readonly (string | null)[]): string[] {
  return columns.filter((column) => !taken.includes(column))
}

/** What a guess rests on; nothing where the column is called as such columns are. */
function findingOf(kind: 'text' | 'label', { column, why, by, candidates, names }: Guess): FindingInput | null {
  if (column === null || by === 'choice') return null
  if (names !== undefined) {
    const sentence = say('"{{column}}" is taken for the label: the names of its numbers are in "{{names}}".', {
      column,
      names,
    })
    const fixes = [{ title: use(names), change: { labelColumn: names } }]
    return { kind: 'columns', severity: 'note', sentence, fixes }
  }
  if (by === 'name' && scoreName(column)[kind] === 5) return null
  const others = candidates.filter((other) => other !== column).slice(0, 3)
  const change = (other: string): DatasetChange => (kind === 'text' ? { textColumn: other } : { labelColumn: other })
  const fixes = others.map((other) => ({ title: use(other), change: change(other) }))
  if (kind === 'text' && others.length > 0) {
    const joined = [at(others, 0), column].map(quoted).join(',')
    fixes.push({ title: say('Join {{columns}}', { columns: joined }), change: { textColumn: joined } })
  }
  const sentences = [why]
  if (others.length > 0)
    sentences.push(say('It might also be {{columns}}.', { columns: join(others.map(quote), ', ') }))
  if (kind === 'text' && others.length > 0) sentences.push(say('Several columns may be joined.'))
  return { kind: 'columns', severity: by === 'values' ? 'warning' : 'note', sentence: join(sentences), fixes }
}

function use(column: string): Said {
  return say('Use "{{column}}"', { column })
}

function unclear(path: string, { text, label, sample }: Guesses, advice: string): LastlayerError {
  const { count, first } = sample?.leftOut ?? { count: 0, first: null }
  const cause = first === null ? [] : [`${count} of ${count + (sample?.rows ?? 0)} rows cannot be used (${first}).`]
  const asking = [ask(path, 'text', text), ask(path, 'label', label)].filter((one) => one !== null)
  return new LastlayerError('dataset', [...asking, ...cause, ...(advice === '' ? [] : [advice])].join(' '))
}

function ask(path: string, kind: 'text' | 'label', { column, why, candidates }: Guess): string | null {
  if (column !== null) return null
  const names = candidates.slice(0, 4).map(quoted)
  const joined = kind === 'text' && names.length > 1 ? [names.slice(0, 2).join(',')] : []
  const flags = [...names, ...joined].map((name) => `--${kind}-column ${name}`)
  const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(flags)
  return `Cannot tell which column of ${path} is the ${kind}. ${english(why)}${flags.length === 0 ? '' : ` Choose ${list}.`}`
}

/** A name as a command line takes it. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : JSON.stringify(name)
}

function both(path: string, column: string): LastlayerError {
  return new LastlayerError(
    'dataset',
    `Column "${column}" of ${path} cannot be both the text and the label: choose another.`,
  )
}
