import { z } from 'zod'

/** Signs that tables are cut by, by the names that --separator takes besides the signs themselves. */
const signs = { comma: ',', semicolon: ';', tab: '\t', '\\t': '\t', space: ' ', pipe: '|' } as const

/** Those that the window offers. */
export const commonSeparators = [',', ';', '\t', '|', '^', '~', ' ', '::', '||'] as const

/** What cuts the lines of a table into fields: a sign, a few, or the name of one. */
export const separator = z
  .string()
  .overwrite((text) => (Object.hasOwn(signs, text) ? signs[text as keyof typeof signs] : text))
  .regex(/^[^"\r\n]{1,8}$/)

const named = ['comma', 'semicolon', 'tab', 'space'] as const

/** The name that a separator is read by, where that says more than the sign. */
export function nameOfSeparator(sign: string): (typeof named)[number] | undefined {
  return named.find((name) => signs[name] === sign)
}

/** A separator as a person reads it: "semicolon", "tab", "::". */
export function separatorTitle(sign: string): string {
  // Control characters, which some programs write, have no face.
  return nameOfSeparator(sign) ?? (/\p{Cc}/u.test(sign) ? JSON.stringify(sign) : sign)
}
