import { convert } from 'html-to-text'
import { reasonOf } from '../../../../shared/errors.ts'
import { readTextFile } from '../bytes/document.ts'
import { readTextBytes } from '../bytes/files.ts'
import { textShapeOf } from '../bytes/text-shape.ts'
import type { Decoded } from '../rows/clean.ts'
import { pdfText } from './pdf-text.ts'
import { wordText } from './word-document.ts'

/** Documents of which the text is read, and what they are called. */
export const documentNames = { html: 'a web page', docx: 'a Word document', pdf: 'a PDF' } as const
export type DocumentKind = keyof typeof documentNames

export function isDocument(kind: string): kind is DocumentKind {
  return Object.hasOwn(documentNames, kind)
}

/** The text of a document, without its looks; what cannot be read is a reason. */
export async function documentText(
  path: string,
  kind: DocumentKind,
): Promise<Decoded & { readonly document?: DocumentKind }> {
  try {
    const read = await readers[kind](path)
    if ('reason' in read) return read
    if (read.text.trim() !== '') return { text: read.text, document: kind }
    const scan = kind === 'pdf' ? ', perhaps pictures of pages: have them recognised first' : ''
    return { reason: `Is ${documentNames[kind]} without text${scan}.` }
  } catch (error) {
    const why = reasonOf(error).replace(`${path} `, 'it ').replace(/\.$/, '')
    return { reason: `Is ${documentNames[kind]} that cannot be read: ${why}. Save its text as .txt.` }
  }
}

const readers: Readonly<Record<DocumentKind, (path: string) => Promise<Decoded>>> = {
  html: async (path) => {
    const read = await readTextFile(path)
    return 'reason' in read ? read : webPageText(read.text)
  },
  docx: async (path) => ({ text: await wordText(path) }),
  pdf: async (path) => {
    const read = await readTextBytes(path)
    if ('reason' in read) return read
    return { text: await pdfText(read.bytes) }
  },
}

/** Whether a text is a web page: not one that has a few tags in it. */
export function isWebPage(text: string): boolean {
  return textShapeOf(Buffer.from(text.slice(0, 4096)), true) === 'html'
}

/** What a web page says, without its tags, styles and programs; a page of tags without end is none. */
export function webPageText(html: string): Decoded {
  const count = (tags: RegExp) => html.match(tags)?.length ?? 0
  const open = count(opening) - count(/<\//g)
  if (open <= mostOpen) return { text: convert(html, asText) }
  const tags = `${open.toLocaleString('en-GB')} tags that are never closed`
  return { reason: `Is a web page with ${tags}: save its text as .txt.` }
}

/** Finding the end of so many takes the library a second, and of a million an hour. */
const mostOpen = 30_000
/** Of elements that have an end. */
const opening = /<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|p|source|track|wbr)\b)[a-z]/gi

/** The words alone, as they stand: no addresses, no capitals for headings, no lines of their own making. */
const asText = {
  wordwrap: false as const,
  limits: { maxDepth: 1000 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    // A line a row: to set cells below one another, as many as a span says, takes any amount of memory.
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
  ],
}
