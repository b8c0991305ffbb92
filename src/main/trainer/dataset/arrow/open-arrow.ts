import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RecordBatchReader, type RecordBatch, type Schema } from 'apache-arrow'
import { LastlayerError } from '../../../../shared/errors.ts'
import { openToRead, readText } from '../../../disk/confinement.ts'
import { unreadable } from '../bytes/files.ts'
import { classNamesIn, classNamesOf, namedClass, type ClassNames } from '../formats/class-names.ts'
import type { Table, TableRow } from '../formats/table.ts'
import { fieldOf, mostColumns } from '../json/fields.ts'
import { registerCodecs } from './codecs.ts'
import { mostRows, pathsOf, valueAt } from './values.ts'

/**
 * Opens an Arrow file or stream: Feather, and what Hugging Face datasets save on disk. Rows are read batch by batch,
 * `line` counts rows from 1; class numbers come out as their names.
 * @throws LastlayerError `dataset` if it is damaged
 */
export async function openArrow(path: string): Promise<Table> {
  registerCodecs()
  const { fields, metadata } = await schemaOf(path)
  const classes = new Map([...(await classesBeside(path)), ...classNamesIn(metadata.get('huggingface'))])
  const columns = [...new Set(fields.flatMap((field) => pathsOf(field)))]
  if (columns.length > mostColumns) throw damaged(path, new Error(`it has more than ${mostColumns} columns`))

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    let line = 1
    for await (const batch of batchesOf(path)) {
      const vectors = batch.schema.fields.flatMap(({ name }, at) => {
        const vector = wanted.some((one) => one === name || one.startsWith(`${name}.`)) ? batch.getChildAt(at) : null
        return vector === null ? [] : [[name, vector] as const]
      })
      for (let i = 0; i < batch.numRows; i++) {
        const record = Object.fromEntries(vectors.map(([name, vector]) => [name, valueAt(vector, i)]))
        yield { line: line++, cells: wanted.map((name) => namedClass(fieldOf(record, name), classes.get(name))) }
      }
    }
  }
  return { path, columns, classes, rows }
}

async function schemaOf(path: string): Promise<Schema> {
  const handle = await open(path)
  try {
    const reader = await (await RecordBatchReader.from(handle)).open()
    return reader.schema
  } catch (error) {
    throw damaged(path, error)
  } finally {
    await handle.close()
  }
}

async function* batchesOf(path: string): AsyncGenerator<RecordBatch> {
  const handle = await open(path)
  try {
    for await (const batch of await RecordBatchReader.from(handle)) {
      if (batch.numRows > Math.max(0, ...batch.data.children.map(mostRows)))
        throw new Error('it claims rows that it has not')
      yield batch
    }
  } catch (error) {
    throw damaged(path, error)
  } finally {
    await handle.close()
  }
}

async function open(path: string): Promise<FileHandle> {
  return await openToRead(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
}

/** The class names that Hugging Face datasets note beside what they save on disk. */
async function classesBeside(path: string): Promise<ClassNames> {
  const text = await readText(join(dirname(path), 'dataset_info.json')).catch(() => 'null')
  try {
    return classNamesOf((JSON.parse(text) as { features?: unknown } | null)?.features)
  } catch {
    return new Map()
  }
}

/** Whatever goes wrong while a file is read is the file's fault: its bytes are all there is to go by. */
function damaged(path: string, error: unknown): LastlayerError {
  if (error instanceof LastlayerError) return error
  const detail = error instanceof Error ? error.message : String(error)
  const message = `${path} is an Arrow file that is damaged or of a kind not known here: write it as Parquet (${detail}).`
  return new LastlayerError('dataset', message, { cause: error })
}
