import { nameOfSeparator, separatorTitle as sign } from '../../../shared/separators.ts'
import { t } from '../../words/words.svelte.ts'

/** A separator as a person reads it: "semicolon", "tab", "::". */
export function separatorTitle(separator: string): string {
  const name = nameOfSeparator(separator)
  return name === undefined ? sign(separator) : t(`data.separators.${name}`)
}
