/** The languages of the window, by their tags (BCP 47), with the names that they have for themselves. */
export const languages = [
  { tag: 'en', title: 'English' },
  { tag: 'de', title: 'Deutsch' },
  { tag: 'es', title: 'Español' },
  { tag: 'fr', title: 'Français' },
  { tag: 'zh-Hans', title: '简体中文' },
  { tag: 'ja', title: '日本語' },
] as const
export type Language = (typeof languages)[number]['tag']

export const languageTags: readonly Language[] = languages.map(({ tag }) => tag)

/** The first language of the window among those that a person reads, best first: "pt-BR", "de-AT" is "de"; else English. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [spoken] = tag.toLowerCase().split('-')
    const found = languageTags.find((known) => known.split('-')[0] === spoken)
    if (found !== undefined) return found
  }
  return 'en'
}
