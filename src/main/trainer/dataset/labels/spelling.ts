/**
 * A decimal number as it is written shortest, exactly and in any size: 01, 1.0 and +1e0 are 1, as pandas reads a column
 * of numbers. Null for what is no number.
 */
export function numberIn(label: string): string | null {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(label)
  if (parts === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts
  if (whole + fraction === '') return null
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const padded = digits.padStart(digits.length + Math.max(0, -point), '0').padEnd(Math.max(0, point), '0')
  const place = Math.max(0, point)
  const integer = padded.slice(0, place).replace(/^0+/, '') || '0'
  const rest = padded.slice(place).replace(/0+$/, '')
  const plain = rest === '' ? integer : `${integer}.${rest}`
  return sign === '-' && plain !== '0' ? `-${plain}` : plain
}

const booleans = [
  ['true', 'false'],
  ['yes', 'no'],
  ['t', 'f'],
  ['y', 'n'],
  ['on', 'off'],
]

/** The word for yes or no in small letters, where these labels are such a pair in any letters; else null. */
export function booleanPair(labels: readonly string[]): ((label: string) => string) | null {
  const fold = (label: string) => label.toLowerCase()
  const isPair = booleans.some((pair) => labels.every((label) => pair.includes(fold(label))))
  return isPair ? fold : null
}

/**
 * What labels that look alike have in common: case, accents' composition, width, punctuation at the ends, and blanks,
 * hyphens or underscores between letters are left out, and numbers are as they are written shortest.
 */
export function alikeKey(label: string): string {
  const plain = label
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, 'i')
    .trim()
  const bare = plain.replace(/^["'“”„‘’«»「『([{.,:;!?¡¿…。、]+|["'“”„‘’«»」』)\]}.,:;!?…。、]+$/gu, '').trim()
  const joined = (bare === '' ? plain : bare).replace(/(?<=[\p{L}\p{M}])[\s_\-–]+(?=\p{L})/gu, '')
  return numberIn(joined) ?? joined
}
