import { app } from 'electron'
import { languageFor, type Language } from '../../../shared/languages.ts'
import type { Settings } from '../../../shared/settings.ts'

/** The language that the person has chosen, or that of the system. */
export function chosenLanguage({ language }: Pick<Settings, 'language'>): Language {
  return language === 'system' ? languageFor(app.getPreferredSystemLanguages()) : language
}
