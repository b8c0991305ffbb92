import type { UpdateInfo } from 'electron-updater'
import { convert } from 'html-to-text'
import { printable } from '../../../shared/printable.ts'

/** What a dialog can show. */
const longest = 1500

/** What is new, as plain text. */
export function plainNotes(notes: UpdateInfo['releaseNotes']): string {
  const text = typeof notes === 'string' ? notes : (notes ?? []).map(({ note }) => note ?? '').join('\n\n')
  const plain = /<[a-z][^>]*>/i.test(text) ? convert(text, { wordwrap: false, selectors }) : text
  const shown = printable(plain.replaceAll('\r', '').trim(), '\n\t')
  return shown.length > longest ? `${shown.slice(0, longest)} …` : shown
}

const selectors = [
  { selector: 'a', options: { ignoreHref: true } },
  { selector: 'img', format: 'skip' },
  ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } })),
]
