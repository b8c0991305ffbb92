import { contentOf, headOf, packingOf, type Packing } from './content.ts'
import { unicodeOf } from './detect.ts'
import { magicOf, type Magic } from './magic.ts'
import { textShapeOf, type TextShape } from './text-shape.ts'
import { openZip } from './zip.ts'

/** Documents that are ZIP archives inside. */
type Document = 'xlsx' | 'xlsb' | 'docx' | 'pptx' | 'ods' | 'odt' | 'epub' | 'numpy-archive' | 'pytorch' | 'program'

export type Kind = Magic | Document | TextShape | 'xls' | 'doc' | 'locked' | 'binary'

/** What a file is, and how that is packed; the kind is that of what lies inside. */
export interface ContentKind {
  readonly kind: Kind
  readonly packing: Packing | null
}

const headBytes = 64 * 1024

/**
 * What a file is by its content, whatever its name; packed tables are looked into.
 * @throws LastlayerError `dataset` if it cannot be read, is damaged, or is an archive of no table or of several.
 */
export async function contentKind(path: string): Promise<ContentKind> {
  const packing = await packingOf(path)
  if (packing === 'zip') {
    const document = await documentOf(path)
    if (document !== null) return { kind: document, packing: null }
  }
  const head = await headOf(contentOf(path), headBytes)
  const magic = magicOf(head)
  if (magic === 'ole') return { kind: oleKind(head), packing }
  const kind = magic ?? (isBinary(head) ? 'binary' : textShapeOf(head, head.length === headBytes))
  return { kind, packing }
}

/** The document that a ZIP archive is, by the names inside; null for a plain archive. */
async function documentOf(path: string): Promise<Document | null> {
  const zip = await openZip(path)
  await zip.close()
  const names = zip.members.map(({ fileName }) => fileName)
  return documents.find(([, pattern]) => names.some((name) => pattern.test(name)))?.[0] ?? null
}

const documents: readonly (readonly [Document, RegExp])[] = [
  ['xlsb', /^xl\/workbook\.bin$/i],
  ['xlsx', /^xl\/workbook\.xml$/i],
  ['docx', /^word\/document\d*\.xml$/i],
  ['pptx', /^ppt\/presentation\.xml$/i],
  ['epub', /^META-INF\/container\.xml$/],
  ['ods', /^content\.xml$/],
  ['pytorch', /^([^/]+\/)?data\.pkl$/],
  ['program', /^META-INF\/MANIFEST\.MF$/],
  ['numpy-archive', /\.npy$/],
]

/** Which of Microsoft's old formats it is, or a new one within it that has a password, by the names of its streams, where they are near its beginning. */
function oleKind(head: Buffer): 'xls' | 'doc' | 'locked' | 'ole' {
  const holds = (name: string) => head.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage')) return 'locked'
  return holds('Workbook') ? 'xls' : holds('WordDocument') ? 'doc' : 'ole'
}

/** Whether bytes hold characters that no text does, once they are not read as UTF-16 or UTF-32. */
function isBinary(head: Buffer): boolean {
  if (head.length === 0 || /^utf-(16|32)/.test(unicodeOf(head) ?? '')) return false
  const odd = head.filter((byte) => (byte < 9 && byte !== 1) || (byte > 13 && byte < 27)).length
  const zeros = head.filter((byte) => byte === 0).length
  return odd - zeros > 0.02 * head.length || (zeros > 0.02 * head.length && zeros < 0.2 * head.length)
}
