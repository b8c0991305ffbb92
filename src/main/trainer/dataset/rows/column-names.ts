import { meaningsOf, type Meaning } from './column-words.ts'

/**
 * How far a column's name speaks for the text and for the label: 5 is the word itself, 4 the name of a kind alone, 3 such
 * a word among others, 2 something alike (a title, a rating), 1 a hint, 0 nothing; below 0 it speaks against.
 */
export interface NameScore {
  readonly text: number
  readonly label: number
  /** What the label would say of a text, where its name tells: a table with both has two tasks. */
  readonly task: 'opinion' | 'topic' | null
  /** Whether it is what is asked, or what is answered to it. */
  readonly turn: 'asks' | 'answers' | null
}

/** The score of a name that is neither: an id, a date, a count. */
export const never = -2
/** The score of a label that several judges came to: it goes before the label that each of them gave. */
export const settledScore = 5.5

/** Judges a column by the words within its name. */
export function scoreName(name: string): NameScore {
  // The API of the Hub wraps each row, and says so before every name.
  const read = new Name(name.replace(/^row\./, ''))
  return { text: textScore(read), label: labelScore(read), task: taskOf(read), turn: turnOf(read) }
}

/** The names of columns as scoreName judges them, but a score that counts the votes for a post, as a forum's does. */
export function scoreNames(columns: readonly string[]): NameScore[] {
  const words = columns.map(wordsOf)
  const isForum = words.some((one) => forumColumns.test(one.join(' ')))
  return columns.map((column, i) => {
    const isVotes = isForum && words[i]?.join(' ') === 'score'
    return isVotes ? { text: never, label: never, task: null, turn: null } : scoreName(column)
  })
}

/** What Reddit, Hacker News and Stack Exchange have beside the score of a post. */
const forumColumns =
  /^(?:num comments?|(?:comment|answer|view|favorite) ?counts?|ups|downs|upvote ratio|subreddit|descendants|owner user id)$/

const ofText = ['text', 'texts', 'part'] as const
const ofLabel = ['label', 'opinion', 'topic'] as const
const likeLabel = [...ofLabel, 'settled', 'rating', 'state', 'flag'] as const

function textScore(name: Name): number {
  if (name.isEmpty) return never
  if (!name.has(...ofText)) return name.has('never') ? never : name.has(...likeLabel, 'about') ? -1 : 0
  if (name.has('never')) return never
  if (name.isAlone) {
    const strength = name.has('text') ? 5 : name.has('texts') ? 4 : 2
    return name.has(...likeLabel) ? Math.min(strength, 2) : strength
  }
  // The label_text is a label's name, a text_label a label: only what ends in a text may be one, at a pinch.
  if (name.has(...likeLabel)) return name.last(...ofText) > name.last(...likeLabel) ? 0 : -1
  if (name.last('about') > name.last(...ofText)) return 0
  const coded = name.has('markup') ? 0.5 : 0
  return (name.last('text', 'texts') >= name.last('part') ? 3 : 2) - coded
}

function labelScore(name: Name): number {
  if (name.isEmpty) return never
  if (name.has('guessed')) return -1
  if (name.has('settled') && !name.has(...ofText, 'never', 'number')) return settledScore
  const finer = name.has('finer') ? 0.5 : 0
  if (name.has(...ofLabel)) {
    if (name.isAlone) return name.has('label') ? 5 : 4
    if (name.hasBut('never', 'number')) return never
    if (name.has('name')) return 1.5
    if (name.has('number')) return 2.5
    return (name.last('text', 'texts', 'part') > name.last(...ofLabel) ? 2 : 3) - finer
  }
  if (name.has('never')) return never
  if (name.has('rating', 'state')) {
    if (name.last(...ofText) > name.last('rating', 'state')) return 0.5
    return (name.isAlone ? 2 : 1.5) + (name.has('rating') ? 0.5 : 0) - finer
  }
  if (name.has('flag')) return 1
  return name.has(...ofText, 'about', 'name') ? -1 : 0
}

function taskOf(name: Name): NameScore['task'] {
  if (name.has('opinion', 'rating')) return 'opinion'
  return name.has('topic') ? 'topic' : null
}

function turnOf(name: Name): NameScore['turn'] {
  if (name.has('asks')) return 'asks'
  return name.has('answers') ? 'answers' : null
}

/** A column's name as the meanings of its words. */
class Name {
  readonly #words: readonly (readonly Meaning[])[]
  readonly isEmpty: boolean
  /** Whether it is one word. */
  readonly isAlone: boolean

  constructor(name: string) {
    const words = wordsOf(name)
    this.#words = meaningsOf(words)
    this.isEmpty = name.trim() === ''
    this.isAlone = this.#words.length === 1
  }

  has(...meanings: readonly Meaning[]): boolean {
    return this.last(...meanings) >= 0
  }

  /** Whether a word means the one and not the other. */
  hasBut(one: Meaning, other: Meaning): boolean {
    return this.#words.some((word) => word.includes(one) && !word.includes(other))
  }

  /** The place of the last word that means one of these; -1 where none does. */
  last(...meanings: readonly Meaning[]): number {
    return this.#words.findLastIndex((word) => meanings.some((meaning) => word.includes(meaning)))
  }
}

/** What is longer is no name that anybody chose. */
const longestName = 200

/** The words of a name in small letters and without accents, split where it has no letter and where a capital begins. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, longestName)
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[łıß]/g, (letter) => ({ ł: 'l', ı: 'i' })[letter] ?? 'ss')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '')
}
