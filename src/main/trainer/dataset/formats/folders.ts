import { relative } from 'node:path'
import { pMapIterable } from 'p-map'
import type { DatasetChoice } from '../../../../shared/dataset-settings.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say, type Said } from '../../../../shared/said.ts'
import { decodeDocument, encodingOfTexts } from '../bytes/document.ts'
import { emailText, isEmail } from '../bytes/e-mail.ts'
import { encodingNamed } from '../bytes/encoding.ts'
import { readTextBytes, stopIfCancelled } from '../bytes/files.ts'
import { magicOf } from '../bytes/magic.ts'
import { isWebPage, webPageText, type DocumentKind } from '../documents/documents.ts'
import { readPlainText } from '../documents/text-content.ts'
import type { FoldersLayout, LabelFolder } from '../layout/layout.ts'
import { isDocumentName } from '../layout/names.ts'
import { filesOf } from '../layout/text-folders.ts'
import type { Decoded } from '../rows/clean.ts'
import { reject, toItem, type SourceItem } from '../rows/row.ts'
import { capitalized, textRefusal } from './refusals.ts'

const filesAtATime = 16

/** The texts of label folders, to be read any number of times. */
export interface OpenFolders {
  readonly findings: readonly FindingInput[]
  items(signal?: AbortSignal): AsyncGenerator<SourceItem>
}

/**
 * Opens label folders, and settles in which encoding texts are read that are not in Unicode.
 * @throws LastlayerError `dataset` if a folder cannot be read, `usage` for an encoding that is not known
 */
export async function openFolders(root: string, layout: FoldersLayout, choice: DatasetChoice): Promise<OpenFolders> {
  const encoding = choice.encoding === null ? null : encodingNamed(choice.encoding)
  const told = encoding === null ? await encodingOfTexts(await textsOf(layout.folders)) : null
  const reading = { encoding, elsewhere: told?.used ?? null, stripHtml: choice.stripHtml }
  return {
    findings: [...layout.findings, ...(told?.findings ?? []), ...(await documentFindings(root, layout.folders))],
    items: (signal) => readFolders(root, layout.folders, reading, signal),
  }
}

/** Says of which files that are no plain texts the text is read: of those that are the first of a label. */
async function documentFindings(root: string, folders: readonly LabelFolder[]): Promise<FindingInput[]> {
  const found = new Map<ReadDocument, FindingInput>()
  for (const folder of folders) {
    const [path] = (await filesOf(folder)).texts
    const read = path === undefined ? null : await readTextBytes(path)
    if (path === undefined || read === null || 'reason' in read) continue
    const what = await documentKind(path, read.bytes)
    if (what === null || found.has(what)) continue
    const sentence = howRead[what](relative(root, path))
    found.set(what, { kind: 'files', severity: 'note', sentence })
  }
  return [...found.values()]
}

type ReadDocument = DocumentKind | 'email'

const howRead: Readonly<Record<ReadDocument, (file: string) => Said>> = {
  email: (file) =>
    say('{{file}} is an e-mail: of e-mails the text is read, without headers and attachments.', { file }),
  html: (file) => say('{{file}} is a web page: of web pages the text is read, without tags and programs.', { file }),
  docx: (file) =>
    say('{{file}} is a Word document: of Word documents the text is read, without headers and notes.', { file }),
  pdf: (file) => say('{{file}} is a PDF: of PDFs the text is read, without pictures.', { file }),
}

async function documentKind(path: string, bytes: Buffer): Promise<ReadDocument | null> {
  if (isEmail(path, bytes)) return 'email'
  const magic = magicOf(bytes)
  if (magic === 'pdf' || (magic === 'zip' && isDocumentName(path))) return magic === 'pdf' ? 'pdf' : 'docx'
  const text = magic === null ? await decodeDocument(bytes) : null
  return text !== null && 'text' in text && isWebPage(text.text) ? 'html' : null
}

async function textsOf(folders: readonly LabelFolder[]): Promise<string[]> {
  const files: string[] = []
  for (const folder of folders) files.push(...(await filesOf(folder)).texts)
  return files
}

interface FolderReading {
  readonly encoding: string | null
  /** Of the texts that are none of Unicode's, where no encoding was asked for. */
  readonly elsewhere: string | null
  readonly stripHtml: boolean
}

/** Part by part, label by label, file by file, each sorted by name. */
async function* readFolders(
  root: string,
  folders: readonly LabelFolder[],
  reading: FolderReading,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  for (const folder of folders) {
    stopIfCancelled(signal)
    const { label, split } = folder
    const { texts } = await filesOf(folder)
    const read = async (path: string): Promise<SourceItem> => {
      const place = { file: relative(root, path), line: 0, split }
      if (label.trim() === '') return reject(place, `No label: the folder is called "${label}", by spaces alone.`)
      const content = await readText(path, reading)
      return 'text' in content ? toItem(content.text, label, place, reading.stripHtml) : reject(place, content.reason)
    }
    // A document takes many times its size in memory.
    const concurrency = texts.some(isDocumentName) ? 2 : filesAtATime
    for await (const item of pMapIterable(texts, read, { concurrency })) {
      stopIfCancelled(signal)
      yield item
    }
  }
}

/** One text, or what a document says, unless its bytes say that it is a picture or the like. */
async function readText(path: string, { encoding, elsewhere, stripHtml }: FolderReading): Promise<Decoded> {
  const read = await readTextBytes(path)
  if ('reason' in read) return read
  const magic = magicOf(read.bytes)
  if (magic === 'pdf' || magic === 'zip') return readPlainText(path, encoding)
  if (magic !== null) return { reason: capitalized(textRefusal(magic)) }
  if (isEmail(path, read.bytes)) return emailText(read.bytes)
  const decoded = await decodeDocument(read.bytes, encoding, elsewhere)
  const isPage = stripHtml && 'text' in decoded && isWebPage(decoded.text)
  return isPage ? webPageText(decoded.text) : decoded
}
