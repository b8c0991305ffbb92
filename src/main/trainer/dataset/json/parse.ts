import { tooLong } from '../bytes/files.ts'
import { decodeText } from '../rows/clean.ts'

export type Parsed = { readonly value: unknown } | { readonly reason: string }

/**
 * Parses one JSON value, as Python writes it too: NaN and Infinity are nothing, and whole numbers of more digits than a
 * number of JavaScript holds stay the digits that they are. Never throws.
 * @param bytes null for a value that was too long to be kept
 */
export function parseJson(bytes: Uint8Array | null): Parsed {
  const decoded = bytes === null ? { reason: tooLong } : decodeText(bytes)
  if ('reason' in decoded) return decoded
  const { text } = decoded
  try {
    return { value: JSON.parse(needsHelp(text) ? outsideStrings(text, helped) : text) as unknown }
  } catch {
    return { reason: /^\s*[[{]\s*u?'/.test(text) ? singleQuotes : 'Not JSON.' }
  }
}

const singleQuotes = 'Python dictionary (single quotes), not JSON: write it with json.dumps.'

function needsHelp(text: string): boolean {
  return hasLongNumber(text) || text.includes('NaN') || text.includes('Infinity')
}

/** Whether 16 digits stand in a row: they cover one of every 16 places. */
function hasLongNumber(text: string): boolean {
  for (let i = 15; i < text.length; i += 16) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57 && /\d{16}/.test(text.slice(i - 15, i + 16))) return true
  }
  return false
}

function helped(text: string): string {
  return text.replace(/-?\b(?:NaN|Infinity)\b/g, 'null').replace(/(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, '"$&"')
}

/** The text with what lies outside its strings changed. */
function outsideStrings(text: string, change: (part: string) => string): string {
  const parts: string[] = []
  let start = 0
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', start)) {
    const end = endOfString(text, open)
    parts.push(change(text.slice(start, open)), text.slice(open, end))
    start = end
  }
  return parts.join('') + change(text.slice(start))
}

/** Where the string that begins at `open` has ended. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let backslashes = 0
    while (text[close - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return close + 1
  }
  return text.length
}
