import { basename } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { TextReading } from '../../../../shared/table-answers.ts'
import { say, type Said } from '../../../../shared/said.ts'
import { lookAt } from '../../../disk/confinement.ts'
import type { ContentKind } from '../bytes/content-kind.ts'
import { unreadable } from '../bytes/files.ts'
import { readLines } from '../bytes/lines.ts'
import { tableFormOf } from '../formats/form.ts'
import type { Table } from '../formats/table.ts'
import { openTable } from '../formats/tables.ts'
import { scoreName } from '../rows/column-names.ts'
import { openLines } from './lines.ts'
import { textContent } from '../documents/text-content.ts'
import { openTextFiles } from './text-files.ts'

/**
 * Opens texts that need no labels as a table: a table file, a file of one text a line, or a folder of text files.
 * @throws LastlayerError `dataset`, naming the path and what to do
 */
export async function openTexts(path: string, reading: TextReading): Promise<Table> {
  const about = await lookAt(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (about.isDirectory()) return openTextFiles(path, reading.encoding)
  if (!about.isFile()) throw new LastlayerError('dataset', `${path} is not a file: choose a table or a text file.`)
  if (reading.as === 'lines') return openAsLines(path, reading.encoding)
  const form = await tableFormOf(path, reading.separator)
  if (typeof form !== 'string') throw new LastlayerError('dataset', `${path} ${form.reason}`)
  return openTable(form, path, { ...reading, isUnlabelled: true })
}

async function openAsLines(path: string, encoding: string | null): Promise<Table> {
  const content = await textContent(path)
  if ('reason' in content) throw new LastlayerError('dataset', `${path} ${content.reason}`)
  const looksLike = await tableLike(path, content)
  if (looksLike === null) return openLines(path, encoding)
  const sentence = say(
    '{{file}} looks like {{what}}, and each line of it is read as one text: a table is given with --file.',
    { file: basename(path), what: looksLike },
  )
  return openLines(path, encoding, [{ kind: 'table', severity: 'warning', sentence }])
}

/** The kind of table that lines look like, where they do: by a first line that names a column of texts. */
async function tableLike(path: string, { kind }: ContentKind): Promise<Said | null> {
  if (kind === 'json' || kind === 'jsonl') return 'JSON'
  if (kind !== 'csv' && kind !== 'tsv' && kind !== 'prose') return null
  for await (const { bytes } of readLines(path)) {
    const names = (bytes?.toString('utf8') ?? '').split(/[,;|\t]/)
    return names.some((name) => scoreName(name.replace(/^[\s"]+|[\s"]+$/g, '')).text >= 4) ? say('a table') : null
  }
  return null
}
