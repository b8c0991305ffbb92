import { z } from 'zod'

// What the trainer and the host say is for a command line, which prints English, and for a window, which speaks the
// person's language. So a sentence crosses as its English words and the values in them; the English words are the key to
// those of another language. A test collects the words from the calls of say.

/** A number that is shown with so many digits after the point. */
const figureOf = z.strictObject({ figure: z.number(), digits: z.int() })
type Figure = z.infer<typeof figureOf>

/** A name as it is, a number, or words of ours within the sentence. */
type Value = number | Figure | Said

const sentence = z.strictObject({
  /** The English words, with places for values: "{{file}} holds no rows." With two forms, the one of many. */
  say: z.string(),
  /** The words where `count` is 1. */
  one: z.string().optional(),
  get values() {
    return z.record(z.string(), z.union([z.number(), figureOf, said]))
  },
})
type Sentence = { say: string; one?: string | undefined; values: Record<string, Value> }

/** How parts are joined: as a list of names, or as they stand one after the other. */
const joint = z.enum(['and', 'or', ' ', ', ', '; '])
export type Joint = z.infer<typeof joint>

const list = z.strictObject({
  get list() {
    return z.array(said)
  },
  by: joint,
})
type List = { list: Said[]; by: Joint }

/** Something said: a plain string is a name, or what is said in English alone. */
export type Said = string | Sentence | List
export const said: z.ZodType<Said, Said> = z.lazy(() => z.union([z.string(), sentence, list]))

/** The names of the places in words. */
type Places<Words extends string> = Words extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Places<Rest>
  : never
type Forms = { readonly one: string; readonly other: string }
type PlacesOf<Words extends string | Forms> = Words extends Forms
  ? 'count' | Places<Words['one']> | Places<Words['other']>
  : Words extends string
    ? Places<Words>
    : never

/**
 * Says something, with a value for each place in its words. Where `count` decides on the form, both are given. Numbers
 * are shown with the separators of the language.
 */
export function say<const Words extends string | Forms>(
  words: Words,
  ...[values]: [PlacesOf<Words>] extends [never] ? [] : [Readonly<Record<PlacesOf<Words>, Value>>]
): Said {
  const given: Record<string, Value> = { ...values }
  return typeof words === 'string' ? { say: words, values: given } : { say: words.other, one: words.one, values: given }
}

/** Joins what is said: sentences by a blank, names as a list. */
export function join(parts: readonly Said[], by: Joint = ' '): Said {
  return { list: [...parts], by }
}

/** A share, in percent. */
export function percent(share: number, digits: number): Said {
  return say('{{share}} %', { share: { figure: 100 * share, digits } })
}

/** How a language says things. */
export interface Tongue {
  /** A form of the words in it; undefined where it lacks them. */
  readonly wordsOf: (
    sentence: { readonly say: string; readonly one?: string | undefined },
    count: number | null,
  ) => string | undefined
  readonly number: (value: number, digits?: number) => string
  readonly join: (parts: readonly string[], by: Joint) => string
}

/** What is said, in a language; null where that lacks words for a part of it. */
export function speak(what: Said, tongue: Tongue): string | null {
  if (typeof what === 'string') return what
  if ('list' in what) {
    const parts = what.list.map((part) => speak(part, tongue))
    return parts.includes(null)
      ? null
      : tongue.join(
          parts.filter((part) => part !== null),
          what.by,
        )
  }
  const { count } = what.values
  const words = tongue.wordsOf(what, typeof count === 'number' ? count : null)
  if (words === undefined) return null
  const values = Object.entries(what.values).map(([name, value]) => {
    return [name, shown(value, tongue)] as const
  })
  if (values.some(([, value]) => value === null)) return null
  const byName = new Map(values)
  return words.replace(/\{\{(\w+)\}\}/g, (place, name: string) => byName.get(name) ?? place)
}

function shown(value: Value, tongue: Tongue): string | null {
  if (typeof value === 'number') return tongue.number(value)
  return typeof value === 'object' && 'figure' in value
    ? tongue.number(value.figure, value.digits)
    : speak(value, tongue)
}

const inEnglish: Tongue = {
  wordsOf: ({ say, one }, count) => (count === 1 ? (one ?? say) : say),
  number: (value, digits) => (digits === undefined ? value.toLocaleString('en') : value.toFixed(digits)),
  join: (parts, by) => {
    if (by !== 'and' && by !== 'or') return parts.join(by)
    return new Intl.ListFormat('en-GB', { type: by === 'and' ? 'conjunction' : 'disjunction' }).format(parts)
  },
}

/** What is said, in English: as the command line and the log print it. */
export function english(what: Said): string {
  return speak(what, inEnglish) ?? ''
}

/** For JSON.stringify: what is said stands in English in what is printed. */
export function saidInEnglish(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { data } = z.union([sentence, list]).safeParse(value)
  return data === undefined ? value : english(data)
}

/** What is said, with its names changed. */
export function withStrings(what: Said, change: (text: string) => string): Said {
  if (typeof what === 'string') return change(what)
  if ('list' in what) return { ...what, list: what.list.map((part) => withStrings(part, change)) }
  const values = Object.entries(what.values).map(([name, value]) => {
    return [
      name,
      typeof value === 'number' || (typeof value === 'object' && 'figure' in value)
        ? value
        : withStrings(value, change),
    ] as const
  })
  return { ...what, values: Object.fromEntries(values) }
}
