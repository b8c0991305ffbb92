import { createInstance, type ParseKeys } from 'i18next'
import type { Language } from '../../../shared/languages.ts'
import de from '../../../shared/words/de/desktop.json'
import en from '../../../shared/words/en/desktop.json'
import es from '../../../shared/words/es/desktop.json'
import fr from '../../../shared/words/fr/desktop.json'
import ja from '../../../shared/words/ja/desktop.json'
import zhHans from '../../../shared/words/zh-Hans/desktop.json'

// What the desktop says outside the page: menus, dialogs, notifications. The words are of the window's catalogue.

const i18n = createInstance()
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: {
    en: { desktop: en },
    de: { desktop: de },
    es: { desktop: es },
    fr: { desktop: fr },
    ja: { desktop: ja },
    'zh-Hans': { desktop: zhHans },
  },
  defaultNS: 'desktop',
  initAsync: false,
  // Nothing of it is HTML.
  interpolation: { escapeValue: false },
})

let translate = i18n.getFixedT('en', 'desktop')

/** A key of the desktop's words. */
export type DesktopWords = ParseKeys<'desktop'>

/** The words under a key, with values put in. */
export function t(words: DesktopWords, values: Readonly<Record<string, string | number>> = {}): string {
  return translate(words, values)
}

/** Makes the desktop speak a language from now on; what is shown already stays. */
export function speak(language: Language): void {
  translate = i18n.getFixedT(language, 'desktop')
}
