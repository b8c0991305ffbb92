import { roles, type AddedToken, type Role, type SpecialTokens, type TokenizerSettings } from './settings.ts'

export interface PlacedToken extends AddedToken {
  readonly id: number
  readonly normalized: boolean
}

type Name = string | AddedToken

/** Where a tokenizer's added tokens are named, besides tokenizer_config.json; each empty where there is none. */
export interface TokenSources {
  readonly settings: TokenizerSettings
  readonly map: SpecialTokens
  /** added_tokens.json */
  readonly added: Readonly<Record<string, number>>
  /** Those of tokenizer.json. */
  readonly file: readonly (AddedToken & { readonly id: number })[]
}

/** The tokens that a tokenizer adds, in the order of their adding, and those with a part to play. */
export interface AddedTokens {
  readonly tokens: readonly AddedToken[]
  readonly roles: Partial<Record<Role, string>>
}

/**
 * Collects them as transformers does: `added_tokens_decoder` of tokenizer_config.json is all there is where it stands; else
 * special_tokens_map.json goes before tokenizer_config.json, and tokenizer.json before added_tokens.json.
 * @param defaults what the class calls the tokens that no file names
 */
export function collectTokens(sources: TokenSources, defaults: Partial<Record<Role, string>>): AddedTokens {
  const { settings, added, file } = sources
  const decoder = settings.added_tokens_decoder
  const map: SpecialTokens = decoder === undefined ? sources.map : {}
  const named = roles.flatMap((role): [Role, Name][] => {
    const name = map[role] ?? settings[role] ?? defaults[role]
    return name === undefined ? [] : [[role, name]]
  })
  const extra = [...own(settings), ...extras(settings), ...extras(map)]
  const special = new Set([...named.map(([, name]) => contentOf(name)), ...extra.map(contentOf)])

  const byId = new Map<number, AddedToken>()
  if (decoder === undefined) {
    for (const [content, id] of Object.entries(added)) {
      byId.set(id, { ...plain(content), special: special.has(content) })
    }
    for (const { id, ...token } of file) byId.set(id, token)
  } else {
    for (const [id, token] of Object.entries(decoder)) byId.set(Number(id), token)
  }
  const known = [...byId].sort(([a], [b]) => a - b).map(([, token]) => token)
  const isKnown = (name: Name): boolean => known.some(({ content }) => content === contentOf(name))
  const others = [...named.map(([, name]) => name), ...extra].filter((name) => !isKnown(name))
  return {
    tokens: [
      ...known.map((token) => withRole(token, special.has(token.content))),
      ...others.map((name) => (typeof name === 'string' ? { ...plain(name), special: true } : withRole(name, true))),
    ],
    roles: Object.fromEntries(named.map(([role, name]) => [role, contentOf(name)])),
  }
}

/**
 * Gives each token its id, as the tokenizers library does: that of the vocabulary where it has one, whatever a file says,
 * else the next one.
 */
export function placeTokens(tokens: readonly AddedToken[], vocab: Readonly<Record<string, unknown>>): PlacedToken[] {
  const size = Object.keys(vocab).length
  const placed = new Map<string, PlacedToken>()
  let next = size
  for (const token of tokens) {
    if (token.content === '') continue
    const own = Object.hasOwn(vocab, token.content) ? Number(vocab[token.content]) : undefined
    const id = placed.get(token.content)?.id ?? own ?? next
    placed.set(token.content, { ...token, id, normalized: token.normalized ?? !token.special })
    next = Math.max(next, id + 1)
  }
  return [...placed.values()].sort((a, b) => a.id - b.id)
}

/** Names ending in `_token` that transformers does not know are the person's own. */
function own(settings: TokenizerSettings): string[] {
  const known: readonly string[] = roles
  return Object.entries(settings).flatMap(([key, value]) =>
    key.endsWith('_token') && !known.includes(key) && typeof value === 'string' ? [value] : [],
  )
}

function extras({ extra_special_tokens: extra, additional_special_tokens: additional }: SpecialTokens) {
  const named = Array.isArray(extra) ? extra : Object.values(extra ?? {})
  return named.length > 0 ? named : (additional ?? [])
}

function contentOf(name: Name): string {
  return typeof name === 'string' ? name : name.content
}

function plain(content: string): AddedToken {
  return { content, single_word: false, lstrip: false, rstrip: false, special: false }
}

function withRole(token: AddedToken, isSpecial: boolean): AddedToken {
  return { ...token, normalized: token.normalized ?? !token.special, special: token.special || isSpecial }
}
