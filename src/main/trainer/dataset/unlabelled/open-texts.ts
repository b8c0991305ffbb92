import { resolve } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { TextReading } from '../../../../shared/table-answers.ts'
import { lookAt } from '../../../disk/confinement.ts'
import { unreadable } from '../bytes/files.ts'
import type { Table } from '../formats/table.ts'
import { openTable } from '../formats/tables.ts'
import { findLayout } from '../layout/layout.ts'
import { openLines } from './lines.ts'
import { openTextFiles } from './text-files.ts'

/**
 * Opens texts that need no labels as a table: a table file, a file of one text a line, or a folder of text files.
 * @throws LastlayerError `dataset`, naming the path and what to do
 */
export async function openTexts(path: string, reading: TextReading): Promise<Table> {
  const about = await lookAt(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (about.isDirectory()) return openTextFiles(path)
  if (reading.as === 'lines') return openLines(path)
  const layout = await findLayout(resolve(path))
  if (layout.kind === 'tables') return openTable(layout.form, path, reading)
  throw new LastlayerError('dataset', `${path} is not a table: give it as a text file.`)
}
