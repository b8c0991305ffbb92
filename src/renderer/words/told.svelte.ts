import type { Language } from '../../shared/languages.ts'
import { speak, type Joint, type Said, type Tongue } from '../../shared/said.ts'
import { windowWords } from './window-words.ts'
import { language, sayings } from './words.svelte.ts'

/** What the trainer or the host says, as it is shown, and the language that this is in where it is not the window's. */
export interface Told {
  readonly text: string
  readonly lang: 'en' | undefined
}

/** What is said in the language of the window; where that lacks the words for a part of it, all of it in English. */
export function told(what: Said): Told {
  if (typeof what === 'string') return { text: windowWords(what), lang: 'en' }
  const own = speak(what, tongueOf(language()))
  return own === null ? { text: speak(what, tongueOf('en')) ?? '', lang: 'en' } : { text: own, lang: undefined }
}

function tongueOf(spoken: Language): Tongue {
  const words = sayings(spoken)
  return {
    wordsOf: ({ say, one }, count) => {
      const form = one === undefined ? '' : `_${new Intl.PluralRules(spoken).select(count ?? 0)}`
      const ofForm = words[say + form] ?? (form === '' ? undefined : words[`${say}_other`])
      // English has entries of its own only where a command line says it otherwise.
      return ofForm ?? (spoken === 'en' ? (form === '_one' ? one : say) : undefined)
    },
    number: (value, digits) =>
      value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    join: (parts, by) => joined(parts, by, spoken),
  }
}

function joined(parts: readonly string[], by: Joint, spoken: string): string {
  if (by === 'and' || by === 'or') {
    const type = by === 'and' ? 'conjunction' : 'disjunction'
    return new Intl.ListFormat(spoken === 'en' ? 'en-GB' : spoken, { type }).format(parts)
  }
  const isWide = spoken === 'zh-Hans' || spoken === 'ja'
  return parts.join(isWide ? { ' ': '', ', ': '、', '; ': '；' }[by] : by)
}
