import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type AST } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'
import { languageTags } from '../../../src/shared/languages.ts'

const source = join(import.meta.dirname, '../../../src')
const renderer = join(source, 'renderer')
const plural = /_(zero|one|two|few|many|other)$/

/** The words of a language, by key: "app.theme.light". */
function catalogue(language: string): Map<string, string> {
  const folder = join(source, 'shared/words', language)
  const words = new Map<string, string>()
  const add = (key: string, value: unknown): void => {
    if (typeof value === 'string') words.set(key, value)
    else for (const [name, inner] of Object.entries(value as object)) add(`${key}.${name}`, inner)
  }
  // What is said has its own test: its keys are words.
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'said.json')) {
    add(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8')))
  }
  return words
}

const placeholders = (words: string): string[] =>
  [...new Set(Array.from(words.matchAll(/\{\{\s*(\w+)/g), ([, name]) => name ?? ''))].sort()

/** What stands under each key, its plural forms together. */
function byBase(words: ReadonlyMap<string, string>): Map<string, { forms: string[]; names: string[] }> {
  const bases = new Map<string, { forms: string[]; names: string[] }>()
  for (const [key, text] of words) {
    const base = key.replace(plural, '')
    const { forms, names } = bases.get(base) ?? { forms: [], names: [] }
    const form = plural.exec(key)?.[1]
    bases.set(base, {
      forms: form === undefined ? forms : [...forms, form].sort(),
      names: [...new Set([...names, ...placeholders(text)])].sort(),
    })
  }
  return bases
}

const english = byBase(catalogue('en'))

const sourcesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(svelte|ts)$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
const sources = sourcesIn(renderer)
/** What speaks outside the page; its keys are those of desktop.json. */
const desktop = [
  ...sourcesIn(join(source, 'main/desktop')),
  { file: 'index.ts', text: readFileSync(join(source, 'main/index.ts'), 'utf8') },
]

describe.each(languageTags)('the words in %s', (language) => {
  const words = byBase(catalogue(language))

  it('are those of English, with the same values in them', () => {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort())
    const differing = [...english].filter(([key, { names }]) => words.get(key)?.names.join() !== names.join())
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('have each plural form that the language has', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted().join()
    const differing = [...words].filter(([, one]) => one.forms.length > 0 && one.forms.join() !== forms)
    expect(differing.map(([key]) => key)).toEqual([])
    const lacking = [...english].filter(([key, one]) => one.forms.length > 0 && words.get(key)?.forms.length === 0)
    expect(lacking.map(([key]) => key)).toEqual([])
  })
})

/** The keys that code has: whole ones, or templates that leave names of its own open. */
function keysIn(files: readonly { text: string }[]): string[] {
  const quoted = /['"`]((?:[a-z]\w*)(?:\.(?:\w+|\$\{[^}]*\}))*)['"`]/g
  return files.flatMap(({ text }) => Array.from(text.matchAll(quoted), ([, key]) => key ?? ''))
}

it('no key is unused', () => {
  const used = [...keysIn(sources), ...keysIn(desktop).map((key) => `desktop.${key}`)]
  const patterns = [...new Set(used)].map((key) => {
    const pattern = key.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${pattern.join('[^.]+')}$`)
  })
  const unused = [...english.keys()].filter((key) => !patterns.some((pattern) => pattern.test(key)))
  expect(unused).toEqual([])
})

/** Names, and signs that are the same in every language. */
const untranslated = /^(Lastlayer|TensorFlow|Hugging Face|ONNX|GPU|CPU|K|F1)$/
const spoken = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label', 'sentence'])

/** The words that a component has in its template, instead of in the catalogue. */
function wordsIn(source: string): string[] {
  const found: string[] = []
  const visit = (node: unknown, isSpoken: boolean): void => {
    if (Array.isArray(node)) for (const one of node as unknown[]) visit(one, isSpoken)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    const { type, data, name } = node as { type?: string; data?: string; name?: string }
    if (type === 'Text' && isSpoken && /\p{L}{2,}/u.test(data ?? '') && !untranslated.test((data ?? '').trim())) {
      found.push((data ?? '').trim())
    }
    // What stands in code is a name.
    const inner = type === 'Attribute' ? spoken.has(name ?? '') : isSpoken && name !== 'code'
    for (const value of Object.values(node)) visit(value, inner)
  }
  const root: AST.Root = parse(source, { modern: true })
  visit(root.fragment, true)
  return found
}

it.each(sources.filter(({ file }) => file.endsWith('.svelte')))('$file has no words of its own', ({ text }) => {
  expect(wordsIn(text)).toEqual([])
})
