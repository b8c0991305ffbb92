import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { languageTags } from '../../../src/shared/languages.ts'
import { sayings } from './sayings.ts'

const source = join(import.meta.dirname, '../../../src')
const said = sayings(source)

const wordsIn = (language: string) =>
  JSON.parse(readFileSync(join(source, 'shared/words', language, 'said.json'), 'utf8')) as Record<string, string>

/** The keys of what is said: of each form that a language has, where a count decides. */
function keysIn(language: string): Map<string, string> {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  return new Map(
    said.flatMap(({ say, one }) =>
      one === null
        ? [[say, say] as const]
        : forms.map((form) => [`${say}_${form}`, form === 'one' ? one : say] as const),
    ),
  )
}

/** The places in words, but for the count: a form may do without. */
const places = (words: string): string[] => {
  const names = Array.from(words.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name ?? '')
  return [...new Set(names)].filter((name) => name !== 'count').sort()
}

const english = wordsIn('en')

describe.each(languageTags.filter((language) => language !== 'en'))('what is said, in %s', (language) => {
  const words = wordsIn(language)
  const keys = keysIn(language)

  it('has words for all that the code says, in each form, and no others', () => {
    expect(Object.keys(words).filter((key) => !keys.has(key))).toEqual([])
    expect([...keys.keys()].filter((key) => words[key] === undefined)).toEqual([])
  })

  it('has the same values in them', () => {
    // What a window says otherwise in English, it says otherwise in every language.
    const differing = [...keys].filter(([key, say]) => {
      return places(words[key] ?? say).join() !== places(english[key] ?? say).join()
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })
})

describe('what is said, in the English of the window', () => {
  const keys = keysIn('en')

  it('stands there only where a command line says it otherwise', () => {
    expect(Object.keys(english).filter((key) => keys.get(key) === undefined || keys.get(key) === english[key])).toEqual(
      [],
    )
    const values = Object.entries(english).flatMap(([key, words]) =>
      places(words).filter((place) => !places(keys.get(key) ?? '').includes(place)),
    )
    expect(values).toEqual([])
  })

  it.each(languageTags)('names no option of a command line, in %s', (language) => {
    const words =
      language === 'en' ? [...keys].map(([key, say]) => english[key] ?? say) : Object.values(wordsIn(language))
    expect(words.filter((one) => /(^|[\s(])--[a-z]|npm run|predict --/.test(one))).toEqual([])
  })
})
