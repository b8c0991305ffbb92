import { LastlayerError } from '../../../../shared/errors.ts'
import { contentKind, type ContentKind, type Kind } from '../bytes/content-kind.ts'
import { readTextFile } from '../bytes/document.ts'
import { emailText, isEmail } from '../bytes/e-mail.ts'
import { readTextBytes } from '../bytes/files.ts'
import { capitalized, textRefusal } from '../formats/refusals.ts'
import type { Decoded } from '../rows/clean.ts'
import { documentText, isDocument, type DocumentKind } from './documents.ts'

/** What may be read as plain text, whatever it means; of the last two, who reads them as text tells the reason. */
const plain: readonly Kind[] = [
  ...([
    'prose',
    'csv',
    'tsv',
    'json',
    'jsonl',
    'fasttext',
    'trec',
    'html',
    'xml',
    'python',
    'svmlight',
    'sql',
    'yaml',
    'rasa',
    'words',
  ] as const),
  ...(['empty', 'binary'] as const),
]

/**
 * What a file is as a text, or as lines of text; or why it is none, which goes on after the file's path.
 * @throws whatever is no matter of the content
 */
export async function textContent(path: string): Promise<ContentKind | { readonly reason: string }> {
  try {
    const content = await contentKind(path)
    return plain.includes(content.kind) ? content : { reason: textRefusal(content.kind) }
  } catch (error) {
    if (!(error instanceof LastlayerError)) throw error
    return { reason: error.message.startsWith(`${path} `) ? error.message.slice(path.length + 1) : error.message }
  }
}

/**
 * Reads one text file whole, unless it is a picture or the like; of an e-mail, a web page, a Word document and a PDF what
 * it says. What cannot be read is a reason.
 */
export async function readPlainText(
  path: string,
  encoding: string | null,
): Promise<Decoded & { readonly encoding?: string; readonly isEmail?: boolean; readonly document?: DocumentKind }> {
  const kind = await contentKind(path).then(({ kind, packing }) => (packing === null ? kind : null), ifUnfit)
  if (kind !== null && isDocument(kind)) return documentText(path, kind)
  const content = await textContent(path)
  if ('reason' in content) return { reason: capitalized(content.reason) }
  if (content.packing === null) {
    const bytes = await readTextBytes(path)
    if ('bytes' in bytes && isEmail(path, bytes.bytes)) return { ...(await emailText(bytes.bytes)), isEmail: true }
    return readTextFile(path, encoding)
  }
  return { reason: `Is packed (${content.packing}): unpack it, and choose what comes out.` }
}

/** Why a file cannot be read, {@link textContent} tells. */
function ifUnfit(error: unknown): null {
  if (error instanceof LastlayerError) return null
  throw error
}
