import { extname } from 'node:path'
import PostalMime from 'postal-mime'
import { reasonOf } from '../../../../shared/errors.ts'
import { decodeAs } from './encoding.ts'
import { cleanText, type Decoded } from '../rows/clean.ts'

/** Whether a file is an e-mail as programs save it (RFC 5322), by its name or by headers that no letter has. */
export function isEmail(path: string, head: Buffer): boolean {
  const [headers] = head.toString('latin1').split(/\r?\n\r?\n/, 1)
  const has = (name: string) => new RegExp(`^${name}:`, 'im').test(headers ?? '')
  if (!/^(?:from |[\w-]+:)/i.test(headers ?? '') || !(has('from') || has('subject'))) return false
  return extname(path).toLowerCase() === '.eml' || ofTransport.some(has)
}

const ofTransport = ['mime-version', 'content-transfer-encoding', 'message-id', 'received']

/** What an e-mail says: its plain text, else its HTML without the tags; neither headers nor attachments. */
export async function emailText(bytes: Buffer): Promise<Decoded> {
  try {
    const { text, html } = await PostalMime.parse(bytes)
    const plain = text ?? ''
    return { text: withQuotes(plain.trim() === '' ? cleanText(withoutStyles(html ?? ''), true) : plain) }
  } catch (error) {
    return { reason: `Is a damaged e-mail: ${reasonOf(error)}.` }
  }
}

/** Without what stands between the tags of styles and scripts; in linear time on any input. */
function withoutStyles(html: string): string {
  return html
    .split(/<\/(?:head|style|script)\s*>/i)
    .map((piece) => piece.replace(/<(?:head|style|script)[\s>][^]*$/i, ' '))
    .join(' ')
}

/** Node 20 reads windows-1252 as Latin-1, whose control characters nobody writes. */
function withQuotes(text: string): string {
  return text.replace(/[\x80-\x9f]+/g, (controls) => decodeAs(Buffer.from(controls, 'latin1'), 'windows-1252'))
}
