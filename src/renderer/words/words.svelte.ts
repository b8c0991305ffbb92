import { createInstance, type ParseKeys, type Resource } from 'i18next'
import { languageTags, type Language } from '../../shared/languages.ts'
import english, { said as englishSaid } from '../../shared/words/en/index.ts'

/** What the trainer and the host say, by its English words. */
export type Sayings = Readonly<Record<string, string>>

// The words of the window: one folder a language, one file for each part of the window. English is part of the page and
// stands in for what another language lacks; the others are fetched when they are chosen.
interface Catalogue {
  readonly default: Resource[string]
  readonly said: Sayings
}
const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Catalogue>>> = {
  de: () => import('../../shared/words/de/index.ts'),
  es: () => import('../../shared/words/es/index.ts'),
  fr: () => import('../../shared/words/fr/index.ts'),
  'zh-Hans': () => import('../../shared/words/zh-Hans/index.ts'),
  ja: () => import('../../shared/words/ja/index.ts'),
}

const i18n = createInstance()
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  supportedLngs: languageTags,
  resources: { en: { translation: english } },
  initAsync: false,
  // Svelte escapes what it shows.
  interpolation: { escapeValue: false },
})

const saidIn: Partial<Record<Language, Sayings>> = { en: englishSaid }

let spoken = $state.raw<Language>('en')
let translate = $state.raw(i18n.getFixedT('en'))

/** The language that the window speaks now. */
export function language(): Language {
  return spoken
}

/** What the trainer and the host say, in a language that the window has spoken. */
export function sayings(of: Language): Sayings {
  return saidIn[of] ?? {}
}

/** A key of the English catalogue; of words with plural forms, without the form. */
export type Words = ParseKeys

/** The words under a key, with values put in; `count` chooses the plural form. What shows them follows the language. */
export function t(words: Words, values: Readonly<Record<string, string | number>> = {}): string {
  return translate(words, values)
}

/** Makes the window speak a language, once its words are there. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted !== 'en' && !i18n.hasResourceBundle(wanted, 'translation')) {
    const catalogue = await catalogues[wanted]()
    i18n.addResourceBundle(wanted, 'translation', catalogue.default)
    saidIn[wanted] = catalogue.said
  }
  spoken = wanted
  translate = i18n.getFixedT(wanted)
  document.documentElement.lang = wanted
}
