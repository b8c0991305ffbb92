import { convert } from 'html-to-text'
import { extractText, getDocumentProxy } from 'unpdf'
import { reasonOf } from '../../../../shared/errors.ts'
import { readTextFile } from '../bytes/document.ts'
import { readTextBytes } from '../bytes/files.ts'
import { textShapeOf } from '../bytes/text-shape.ts'
import type { Decoded } from '../rows/clean.ts'
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
    return { reason: `Is ${documentNames[kind]} that cannot be read: ${reasonOf(error)}.` }
  }
}

const readers: Readonly<Record<DocumentKind, (path: string) => Promise<Decoded>>> = {
  html: async (path) => {
    const read = await readTextFile(path)
    return 'reason' in read ? read : { text: webPageText(read.text) }
  },
  docx: async (path) => ({ text: await wordText(path) }),
  pdf: async (path) => {
    const read = await readTextBytes(path)
    if ('reason' in read) return read
    // A copy: the library takes the bytes for its own.
    const pdf = await getDocumentProxy(Uint8Array.from(read.bytes), { verbosity: silent })
    try {
      const { text } = await extractText(pdf, { mergePages: true })
      return { text }
    } finally {
      await pdf.loadingTask.destroy()
    }
  },
}

/** Whether a text is a web page: not one that has a few tags in it. */
export function isWebPage(text: string): boolean {
  return textShapeOf(Buffer.from(text.slice(0, 4096)), true) === 'html'
}

/** What a web page says, without its tags, styles and programs. */
export function webPageText(html: string): string {
  return convert(html, asText)
}

/** What the library would print of a damaged file is told by its error. */
const silent = 0

/** The words alone, as they stand: no addresses, no capitals for headings, no lines of their own making. */
const asText = {
  wordwrap: false as const,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
  ],
}
