/** Strings, which are left alone, and whole numbers so long that a double would round them. */
const longNumbers = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g
/** Stands before such a number while it is a string. */
const mark = '\u{10ffff}'

/**
 * Parses JSON with long whole numbers as strings of their digits, which loses none of them.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!/\d{16}/.test(text)) return value
  const marked = text.replace(longNumbers, (token) => (token.startsWith('"') ? token : `"${mark}${token}"`))
  const digits = new RegExp(`^${mark}-?\\d+$`, 'u')
  return JSON.parse(marked, (_, one: unknown) =>
    typeof one === 'string' && digits.test(one) ? one.slice(mark.length) : one,
  )
}
