import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RecordBatchReader, type RecordBatch, type Schema, type Vector } from 'apache-arrow'
import { LastlayerError, reasonOf } from '../../../../shared/errors.ts'
import { openToRead, readText } from '../../../disk/confinement.ts'
import { unreadable } from '../bytes/files.ts'
import { classNamesIn, classNamesOf, namedClass, type ClassNames } from '../formats/class-names.ts'
import { checkWidth, type Table, type TableRow } from '../formats/table.ts'
import { fieldOf } from '../json/fields.ts'
import { registerCodecs } from './codecs.ts'
import { guardFlatBuffers } from './guard.ts'
import { mostRows, pathsOf, valueAt } from './values.ts'

/**
 * Opens an Arrow file or stream: Feather, and what Hugging Face datasets save on disk. Rows are read batch by batch,
 * `line` counts rows from 1; class numbers come out as their names.
 * @throws LastlayerError `dataset` if it is damaged, or has too many columns
 */
export async function openArrow(path: string): Promise<Table> {
  registerCodecs()
  guardFlatBuffers()
  const { fields, metadata } = await schemaOf(path)
  const classes = new Map([...(await classesBeside(path)), ...classNamesIn(metadata.get('huggingface'))])
  const columns = [...new Set(trying(path, () => fields.flatMap((field) => pathsOf(field))))]
  checkWidth(path, columns.length)

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    let line = 1
    for await (const batch of batchesOf(path)) {
      const vectors = trying(path, () => vectorsOf(batch, wanted))
      const recordAt = (i: number) => Object.fromEntries(vectors.map(([name, vector]) => [name, valueAt(vector, i)]))
      for (let i = 0; i < batch.numRows; i++) {
        const record = trying(path, () => recordAt(i))
        yield { line: line++, cells: wanted.map((name) => namedClass(fieldOf(record, name), classes.get(name))) }
      }
    }
  }
  return { path, columns, classes, rows }
}

/** The columns of a batch, by their names, that hold the fields that are wanted. */
function vectorsOf(batch: RecordBatch, wanted: readonly string[]): (readonly [name: string, vector: Vector])[] {
  return batch.schema.fields.flatMap(({ name }, at) => {
    const vector = wanted.some((one) => one === name || one.startsWith(`${name}.`)) ? batch.getChildAt(at) : null
    return vector === null ? [] : [[name, vector] as const]
  })
}

async function schemaOf(path: string): Promise<Schema> {
  const bytes = streamOf(path)
  try {
    const reader = await (await RecordBatchReader.from(bytes)).open()
    return reader.schema
  } catch (error) {
    throw damaged(path, error)
  } finally {
    await bytes.return(undefined)
  }
}

async function* batchesOf(path: string): AsyncGenerator<RecordBatch> {
  const bytes = streamOf(path)
  try {
    for await (const batch of await RecordBatchReader.from(bytes)) {
      const most = Math.max(0, ...batch.data.children.map(mostRows))
      if (batch.numRows > most) throw new Error('it claims rows that it has not')
      yield batch
    }
  } catch (error) {
    throw damaged(path, error)
  } finally {
    await bytes.return(undefined)
  }
}

const magic = 'ARROW1'

/** The bytes of an Arrow stream, which a file has between its name and its footer. A stream is read forwards alone. */
async function* streamOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await openToRead(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    const { size } = await handle.stat()
    const start = await handle.read(Buffer.alloc(8), 0, 8, 0)
    const isFile = start.buffer.toString('latin1', 0, magic.length) === magic
    const end = isFile ? await footerOf(handle, size) : size
    if (end > 0) yield* handle.createReadStream({ start: isFile ? 8 : 0, end: end - 1, autoClose: false })
  } finally {
    await handle.close()
  }
}

/** Where the footer of an Arrow file begins. */
async function footerOf(handle: FileHandle, size: number): Promise<number> {
  const { buffer } = await handle.read(Buffer.alloc(10), 0, 10, Math.max(0, size - 10))
  const end = size - 10 - buffer.readInt32LE(0)
  if (buffer.toString('latin1', 4) !== magic || end < 8 || end > size) throw new Error('its end is missing')
  return end
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

function trying<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw damaged(path, error)
  }
}

/** Whatever goes wrong while a file is read is the file's fault: its bytes are all there is to go by. */
function damaged(path: string, error: unknown): LastlayerError {
  if (error instanceof LastlayerError) return error
  const about = reasonOf(error)
  const message = `${path} is an Arrow file that is damaged or of a kind not known here: write it as Parquet (${about}).`
  return new LastlayerError('dataset', message, { cause: error })
}
