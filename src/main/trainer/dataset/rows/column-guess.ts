import type { ColumnGuess } from '../../../../shared/table-preview.ts'
import { never, scoreName, scoreNames, settledScore, type NameScore } from './column-names.ts'
import type { Profile } from './column-values.ts'
import { at } from '../../../../shared/at.ts'
import { join, say, type Said } from '../../../../shared/said.ts'
import { flagOf } from '../layout/part-words.ts'
import { quote } from '../survey/say.ts'

/** A guess of a column, and whether its name or its values settled it. */
export interface Guess extends ColumnGuess {
  readonly by: 'choice' | 'name' | 'values' | null
  /** The column that has the names of its numbers. */
  readonly names?: string | undefined
}

/** A column as it is judged; without a profile where no row was looked at. */
interface Candidate {
  readonly column: string
  readonly name: NameScore
  readonly profile: Profile | null
}

type Profiles = ReadonlyMap<string, Profile> | null

/** Scores less apart than this are a tie. */
const ahead = 0.5

/** The column that the names alone settle for both, if they do: a glance at the values would change nothing. */
export function areClearByName(columns: readonly string[]): boolean {
  const scores = columns.map(scoreName)
  const lone = (kind: 'text' | 'label', least: number): string | null => {
    const [first = 0, second = 0] = scores.map((score) => score[kind]).sort((a, b) => b - a)
    return first >= least && second < first - 1
      ? (columns[scores.findIndex((one) => one[kind] === first)] ?? null)
      : null
  }
  const label = lone('label', 5)
  // What was settled may have been settled for a few rows, and a label_text may have the names of the label.
  const isAlone =
    columns.filter((one) => label !== null && one.toLowerCase().startsWith(label.toLowerCase())).length === 1
  return lone('text', 4) !== null && isAlone && scores.every((score) => score.label !== settledScore)
}

/** Guesses which column is the text. `others` are the columns that may be. */
export function guessText(others: readonly string[], profiles: Profiles): Guess {
  const all = candidatesOf(others, profiles).filter(({ name }) => name.text > never)
  const isText = ({ profile }: Candidate) => profile === null || profile.isText
  const named = all.filter((one) => one.name.text >= 2)
  const plausible = all.filter(isText)
  const pool = plausible.length > 0 ? plausible : named
  const best = bestBy(pool, (one) => one.name.text, lengthOf)
  const top = best[0]
  if (top === undefined) return none(others)
  if (top.name.text >= 2) {
    const isRival = (one: Candidate) =>
      (one.name.text > top.name.text - ahead &&
        (lengthOf(one) > lengthOf(top) / 1.5 || (isText(one) && areTurns(top, one)))) ||
      (one.name.text >= (top.name.text >= 3 ? 3 : 0) &&
        lengthOf(one) > 3 * lengthOf(top) &&
        (one.profile?.words ?? 0) >= 8) ||
      (one.name.text >= 2 && isFuller(one, top))
    return settled('text', top, best.slice(1).filter(isRival), best, 'name')
  }
  const fair = best.filter((one) => one.name.text >= 0)
  const longest = bestBy(fair.length > 0 ? fair : best, () => 0, lengthOf)
  const [first, ...rest] = longest
  if (first === undefined || first.profile === null) return none(longest.map(({ column }) => column))
  return settled(
    'text',
    first,
    rest.filter((one) => lengthOf(one) > lengthOf(first) / 2),
    longest,
    'values',
  )
}

/** Whether texts stand in one column where the other, however it is called, has few or the same again and again. */
function isFuller({ profile: one }: Candidate, { profile: other }: Candidate): boolean {
  if (one === null || other === null || !one.isText || one.different < one.filled / 2) return false
  return other.filled < one.filled / 2 || other.different < other.filled / 4
}

/** Whether one column asks and the other answers, either of which may be classified, however long. */
function areTurns({ name: one }: Candidate, { name: other }: Candidate): boolean {
  return one.turn !== null && other.turn !== null && one.turn !== other.turn
}

/** Guesses which column is the label. */
export function guessLabel(others: readonly string[], profiles: Profiles): Guess {
  const judged = candidatesOf(others, profiles)
  const most = Math.max(...judged.map(({ profile }) => profile?.filled ?? 0))
  const all = judged.map((one) => asLabel(one, most))
  const fair = all.filter(({ name }) => name.label > never)
  const recurring = fair.filter(({ profile }) => profile === null || profile.recurs)
  const named = fair.filter(({ name, profile }) => name.label >= 3 && mayBeShort(profile))
  const best = bestBy(
    recurring.length > 0 ? recurring : named,
    (one) => one.name.label,
    () => 0,
  )
  const top = best[0]
  const flags = fair.filter(({ profile }) => profile?.isBinary && profile.different === 2)
  if (flags.length >= 3 && (top?.name.label ?? 0) < 2) return severalLabels(flags)
  const [measured] = fair.filter(({ profile }) => profile?.isContinuous === true)
  if (top === undefined) return measured === undefined ? none(others) : noClasses(measured)
  // Who wrote a text, or in which language, is its label only where nothing else is told of it.
  const isRare = (top.profile?.different ?? 0) > (top.profile?.filled ?? 0) / 10
  if (top.name.label < 0 && (fair.length > 1 || isRare)) return none(fair.map(({ column }) => column))
  const isRival = (one: Candidate) => isRivalLabel(top, one) || sortsGrades(top, one)
  const rivals = best.slice(1).filter((one) => isRival(one) && !saysTheSame(top, one))
  if (flags.length >= 3 && flags.includes(top) && (rivals.length > 0 || areOneHot(flags))) return severalLabels(flags)
  // Where it has to be asked, whatever comes near may be meant.
  const near = best.filter((one) => one !== top && one.name.label >= Math.max(1, top.name.label - 1))
  const asked = rivals.length === 0 ? rivals : [...new Set([...rivals, ...near])]
  const guess = settled('label', top, asked, best, top.name.label >= 1 ? 'name' : 'values')
  return { ...guess, names: best.find((one) => hasNamesOf(top, one))?.column }
}

/**
 * A column that is called as texts are and holds a few short values may be a label: a Bewertung or an 评价 is a review, or
 * its grade. One that was settled for a few rows only is none of all.
 */
function asLabel(one: Candidate, mostFilled: number): Candidate {
  const { name, profile } = one
  if (name.label === settledScore && profile !== null && profile.filled < mostFilled / 2) {
    return { ...one, name: { ...name, label: 2.5 } }
  }
  if (name.text < 3 || profile === null || profile.isText || !profile.recurs) return one
  return { ...one, name: { ...name, label: Math.max(name.label, 1.5), task: 'opinion' } }
}

/** Whether a column may be a label though its values do not recur: it has one only, or is too short to tell. */
function mayBeShort(profile: Profile | null): boolean {
  return profile === null || profile.different < 2 || (profile.filled < 30 && profile.length <= 60)
}

function isRivalLabel(top: Candidate, one: Candidate): boolean {
  const [first, second] = [top.name.label, one.name.label]
  if (second > first - ahead) return true
  if (first < 1.5) return second >= 0 && first >= 0
  // A status or a type may be anything.
  if (first <= 2 && top.name.task === null && second >= 1.5) return true
  const tasks = [top.name.task, one.name.task]
  const areTwo = tasks.includes('opinion') && tasks.includes('topic')
  const least = (one.name.task === 'opinion' ? second : first) >= 2 && (one.name.task === 'topic' ? second : first) >= 3
  return first < 5 && areTwo && least
}

/** Whether nearly every row has exactly one flag set: a label that was written as columns, whatever they are called. */
function areOneHot(flags: readonly Candidate[]): boolean {
  const columns = flags.map(({ profile }) => profile?.values.map(flagOf) ?? [])
  const rows = columns[0]?.length ?? 0
  const single = Array.from({ length: rows }, (_, row) => columns.filter((column) => column[row] === true).length === 1)
  return rows > 0 && single.filter(Boolean).length >= 0.8 * rows
}

/** Whether each value of one column goes with one value of the other, as a label's number with its name. */
function saysTheSame({ profile: one }: Candidate, { profile: other }: Candidate): boolean {
  return one !== null && other !== null && one.different === other.different && tells(one, other)
}

/** Whether one column has numbers, and the other a name for each. */
function hasNamesOf({ profile: numbers }: Candidate, { name, profile: names }: Candidate): boolean {
  if (numbers === null || names === null || name.label < 1.5) return false
  if (!areNumbers(numbers) || names.values.some((value) => isNumber(value))) return false
  return numbers.different === names.different && tells(numbers, names)
}

/** Whether one column has grades of a long scale, and the other sorts them into classes: promoters and detractors. */
function sortsGrades({ profile: grades }: Candidate, { profile: classes }: Candidate): boolean {
  if (grades === null || classes?.recurs !== true || !areNumbers(grades)) return false
  const isLong = grades.different > longestPlain && grades.filled >= 3 * grades.different
  return isLong && classes.different < grades.different && tells(grades, classes)
}

/** Grades that are classes themselves, such as stars, are no more. */
const longestPlain = 5

/** Whether each value of one column goes with one value of the other. */
function tells(one: Profile, other: Profile): boolean {
  const pairs = one.values.flatMap((value, i) => (value === '' ? [] : [JSON.stringify([value, other.values[i]])]))
  return new Set(pairs).size === one.different
}

const isNumber = (value: string): boolean => /^[-+]?\d+(?:[.,]\d+)?$/.test(value)
const areNumbers = ({ values }: Profile): boolean => values.every((value) => value === '' || isNumber(value))

function candidatesOf(columns: readonly string[], profiles: Profiles): Candidate[] {
  // Where no row can be used, or was looked at, the names are all there is.
  const isKnown = profiles !== null && [...profiles.values()].some(({ filled }) => filled > 0)
  const names = scoreNames(columns)
  return columns.map((column, i) => ({
    column,
    name: at(names, i),
    profile: isKnown ? (profiles.get(column) ?? null) : null,
  }))
}

function bestBy(
  candidates: readonly Candidate[],
  score: (one: Candidate) => number,
  second: (one: Candidate) => number,
): Candidate[] {
  return [...candidates].sort((a, b) => score(b) - score(a) || second(b) - second(a))
}

function lengthOf({ profile }: Candidate): number {
  return profile?.length ?? 1
}

function settled(
  kind: 'text' | 'label',
  top: Candidate,
  rivals: readonly Candidate[],
  all: readonly Candidate[],
  by: 'name' | 'values',
): Guess {
  // Where no row can be used, reading on says why.
  const isClear = rivals.length === 0 || top.profile === null
  const shown = isClear ? all.filter((one) => one === top || one.name[kind] >= 0) : [top, ...rivals]
  const candidates = shown.map(({ column }) => column).slice(0, 20)
  const why = isClear
    ? taken[kind][by](top.column)
    : say('{{columns}} may be it.', { columns: join(candidates.map(quote), ', ') })
  return { column: isClear ? top.column : null, why, isClear, candidates, by: isClear ? by : null }
}

const taken: Readonly<Record<'text' | 'label', Readonly<Record<'name' | 'values', (column: string) => Said>>>> = {
  text: {
    name: (column) => say('"{{column}}" is taken for the text by its name.', { column }),
    values: (column) =>
      say('"{{column}}" is taken for the text by its values: it holds the longest texts.', { column }),
  },
  label: {
    name: (column) => say('"{{column}}" is taken for the label by its name.', { column }),
    values: (column) => say('"{{column}}" is taken for the label by its values: few values that recur.', { column }),
  },
}

function none(others: readonly string[]): Guess {
  const likely = others.filter((column) => Math.max(scoreName(column).text, scoreName(column).label) > never)
  const why =
    others.length === 0
      ? say('No other column may be it.')
      : say('Neither the names of the columns nor their values tell which one it is.')
  return { column: null, why, isClear: false, candidates: likely.slice(0, 20), by: null }
}

function noClasses({ column }: Candidate): Guess {
  const why = say(
    '"{{column}}" holds numbers of many values (regression), and Lastlayer sorts texts into classes: make a column of classes of it, such as low and high.',
    { column },
  )
  return { column: null, why, isClear: false, candidates: [], by: null }
}

function severalLabels(flags: readonly Candidate[]): Guess {
  const candidates = flags.map(({ column }) => column).slice(0, 20)
  const columns = join([...candidates.slice(0, 6), ...(flags.length > 6 ? ['…'] : [])], ', ')
  const why = say(
    'The columns {{columns}} are 0 or 1 each: a text may have several labels (multi-label), and Lastlayer trains on one label a text. Choose one of them, or make one column of them.',
    { columns },
  )
  return { column: null, why, isClear: false, candidates, by: null }
}
