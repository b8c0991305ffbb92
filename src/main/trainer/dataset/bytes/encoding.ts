import iconv from 'iconv-lite'
import { LastlayerError } from '../../../../shared/errors.ts'

// iconv-lite rather than the platform's TextDecoder: that of Node 20 reads windows-1252 as Latin-1, and none knows DOS's
// code pages. TextDecoder still reads what iconv-lite lacks.

/** What people write for encodings that WHATWG has under another name, or not at all. */
const otherNames: Readonly<Record<string, string>> = {
  ansi: 'windows-1252',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  cp1361: 'euc-kr',
  cp65001: 'utf-8',
  'utf-8-sig': 'utf-8',
  'utf-8-bom': 'utf-8',
  unicode: 'utf-16le',
  ucs2: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  utf32: 'utf-32le',
  'utf-32': 'utf-32le',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  cp866: 'ibm866',
}

/** The encodings that are worth guessing at where a file is none of Unicode's, the first one the one to fall back on. */
export const legacyEncodings = [
  ...['windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256'],
  ...['windows-1257', 'windows-1258', 'windows-874', 'iso-8859-1', 'iso-8859-2', 'iso-8859-5', 'iso-8859-6'],
  ...['iso-8859-7', 'iso-8859-8', 'iso-8859-9', 'iso-8859-13', 'iso-8859-15', 'koi8-r', 'koi8-u', 'shift_jis'],
  ...['euc-jp', 'gb18030', 'big5', 'euc-kr', 'cp437', 'cp850', 'cp852', 'ibm866', 'macintosh', 'x-mac-cyrillic'],
] as const
export type LegacyEncoding = (typeof legacyEncodings)[number]

/**
 * The one name that an encoding goes by here: WHATWG's, else iconv's.
 * @throws LastlayerError `usage` for a name that is not known
 */
export function encodingNamed(name: string): string {
  const plain = name.trim().toLowerCase().replace(/[_ ]/g, '-')
  const page = /^(?:windows|win|cp|code-?page|ibm|ms|dos)?-?(\d{3,5})$/.exec(plain)?.[1]
  const labels = page === undefined ? [plain] : [`cp${page}`, `windows-${page}`, plain]
  for (const label of labels.map((one) => otherNames[one] ?? one)) {
    const known = whatwgName(label) ?? (iconv.encodingExists(label) && !notText.test(label) ? label : null)
    if (known !== null) return known
  }
  const examples = 'utf-8, utf-16le, windows-1252, iso-8859-2, koi8-r, shift_jis, gb18030, big5 or euc-kr'
  throw new LastlayerError('usage', `There is no encoding "${name}": give one such as ${examples}.`)
}

/** What iconv-lite has that gives no text. */
const notText = /base64|hex|binary|internal|codec/

function whatwgName(label: string): string | null {
  try {
    const { encoding } = new TextDecoder(label)
    return encoding === 'x-user-defined' ? null : encoding
  } catch {
    return null
  }
}

/** Decodes a stream of bytes; what the encoding does not have becomes U+FFFD. */
export interface StreamDecoder {
  write(bytes: Buffer): string
  end(): string
}

export function decoderOf(encoding: string): StreamDecoder {
  const name = encoding === 'x-mac-cyrillic' ? 'maccyrillic' : encoding.replace(/-i$/, '')
  if (iconv.encodingExists(name)) {
    const decoder = iconv.getDecoder(name)
    // Apple put the euro in the place of the currency sign in 1998, which iconv-lite does not follow.
    const euro = (text: string) => (name === 'macintosh' ? text.replaceAll('¤', '€') : text)
    return { write: (bytes) => euro(decoder.write(bytes)), end: () => euro(decoder.end() ?? '') }
  }
  const decoder = new TextDecoder(encoding)
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

/** The whole of some bytes as text; what the encoding does not have becomes U+FFFD. */
export function decodeAs(bytes: Buffer, encoding: string): string {
  const decoder = decoderOf(encoding)
  return (decoder.write(bytes) + decoder.end()).replace(/^\ufeff/, '')
}

const unknown = Buffer.from('\ufffd')

/**
 * The same text as UTF-8, piece by piece. In the place of bytes that the encoding does not have stand bytes that UTF-8
 * does not have, so that the line that holds them can be told.
 */
export async function* asUtf8(pieces: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = decoderOf(encoding)
  for await (const piece of pieces) yield encodeText(decoder.write(piece), encoding)
  yield encodeText(decoder.end(), encoding)
}

export function encodeText(text: string, encoding: string): Buffer {
  const bytes = Buffer.from(text)
  // Unicode has U+FFFD itself: it is then part of the text.
  if (encoding.startsWith('utf-')) return bytes
  for (let i = bytes.indexOf(unknown); i >= 0; i = bytes.indexOf(unknown, i + 3)) bytes.fill(0xff, i, i + 3)
  return bytes
}
