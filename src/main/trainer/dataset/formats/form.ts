import { extname } from 'node:path'
import { formOfExtension, type TableForm } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { contentKind, type ContentKind, type Kind } from '../bytes/content-kind.ts'
import { refusals } from './refusals.ts'

/** Why a file is no table, with its full stop: it goes on after the file's path. */
export interface NoTable {
  readonly reason: string
  /** Whether it is plain text, and a table once a person says what cuts its lines. */
  readonly isProse?: boolean
}

/**
 * The form of table that a file holds, by its content; its name decides only where the content may be several. Never a
 * form for what cannot be read. Where a person says what cuts its lines, plain text is a table.
 * @throws LastlayerError for a file that lies outside the folders of this process
 */
export async function tableFormOf(path: string, separator: string | null = null): Promise<TableForm | NoTable> {
  try {
    return formOf(await contentKind(path), path, separator)
  } catch (error) {
    if (!(error instanceof LastlayerError) || !error.message.startsWith(`${path} `)) throw error
    return { reason: error.message.slice(path.length + 1) }
  }
}

function formOf({ kind, packing }: ContentKind, path: string, separator: string | null): TableForm | NoTable {
  const named = formOfExtension.get(extname(path.replace(/\.(gz|gzip|zst|zstd|zip)$/i, '')).toLowerCase())
  const form = forms[kind]
  if (form === undefined) {
    const isSaved = kind === 'html' && /\.(?:xlsx?|csv)$/i.test(path)
    return { reason: isSaved ? savedAsHtml : refusals[kind as keyof typeof refusals] }
  }
  if (packing !== null && isBinary(form)) {
    return { reason: `holds ${packedTitles[form]} inside ${packing}: unpack it, and choose what comes out.` }
  }
  if (form !== 'prose') return form
  // Few rows, or rows of different lengths: what its name says that it is, it may still be.
  if (named === 'csv' || named === 'tsv') return named
  if (separator !== null) return 'csv'
  if (named === undefined || isBinary(named)) return { reason: refusals.prose, isProse: true }
  const expected = named === 'json' || named === 'jsonl' ? 'JSON' : 'fastText file'
  return { reason: `is no ${expected}: ${refusals.prose}`, isProse: true }
}

const savedAsHtml =
  'is a web page, perhaps a table saved as HTML or a page to sign in: download the file itself, or open it in Excel and save it as .xlsx.'

const packedTitles = { parquet: 'a Parquet file', arrow: 'an Arrow file', xlsx: 'an Excel workbook' } as const

function isBinary(form: TableForm | 'prose'): form is keyof typeof packedTitles {
  return form in packedTitles
}

/** The kinds of content that can be read. An empty file is read so that its form can be said. */
const forms: Partial<Readonly<Record<Kind, TableForm | 'prose'>>> = {
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  fasttext: 'fasttext',
  trec: 'fasttext',
  parquet: 'parquet',
  'arrow-file': 'arrow',
  'arrow-stream': 'arrow',
  xlsx: 'xlsx',
  prose: 'prose',
}
