import { join, relative } from 'node:path'
import { isTableName } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { isFolder, listFolder } from '../bytes/files.ts'
import type { Table, TableRow } from '../formats/table.ts'
import { readPlainText } from '../documents/text-content.ts'

/** Folders within folders: more are a loop of links. */
const deepest = 10

/**
 * The text files below a folder as a table: one row a file, hidden ones left out.
 * @throws LastlayerError `dataset` if it holds tables, of which one is to be chosen
 */
export async function openTextFiles(folder: string, encoding: string | null): Promise<Table> {
  const tables = (await listFolder(folder)).map(({ name }) => name).filter(isTableName)
  if (tables.length > 0) {
    throw new LastlayerError('dataset', `${folder} holds tables: choose one, such as ${join(folder, tables[0] ?? '')}.`)
  }
  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    for await (const path of filesBelow(folder, deepest)) {
      const file = relative(folder, path)
      const read = isTableName(path)
        ? { reason: 'A table among text files: choose it by itself.' }
        : await readPlainText(path, encoding)
      const reason = 'reason' in read ? read.reason : read.text.trim() === '' ? 'The file is empty.' : null
      if ('reason' in read || reason !== null) yield { line: 0, reason: `${file}: ${reason}` }
      else yield { line: 0, cells: wanted.map((column) => (column === 'file' ? file : read.text)) }
    }
  }
  return { path: folder, columns: ['file', 'text'], rows }
}

async function* filesBelow(folder: string, depth: number): AsyncGenerator<string> {
  for (const entry of await listFolder(folder)) {
    const path = join(folder, entry.name)
    if (!(await isFolder(folder, entry))) yield path
    else if (depth > 0) yield* filesBelow(path, depth - 1)
  }
}
