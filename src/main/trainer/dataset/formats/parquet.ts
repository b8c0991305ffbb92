import type { FileHandle } from 'node:fs/promises'
import {
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { LastlayerError } from '../../../../shared/errors.ts'
import { openToRead } from '../../../disk/confinement.ts'
import { unreadable } from '../bytes/files.ts'
import { notUtf8 } from '../rows/row.ts'
import type { Table, TableRow } from './table.ts'
import { at } from '../../../../shared/at.ts'

/**
 * Opens a Parquet file. Its columns are the flat ones; rows are read row group by row group, `line` counts rows from 1.
 * Whole numbers of a Hugging Face ClassLabel come out as their names.
 * @throws LastlayerError `dataset` if the file is not Parquet or is damaged.
 */
export async function openParquet(path: string): Promise<Table> {
  const { metadata, columns, classes } = await withFile(path, async (file) => {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false })
    checkRows(metadata)
    return { metadata, columns: flatColumns(metadata), classes: classNames(metadata) }
  })

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const range = { metadata, columns: [...wanted], rowStart, rowEnd }
      const records = await withFile(path, async (file) => {
        checkCounts(group, wanted)
        return await parquetReadObjects({ file, ...range, compressors, parsers, geoparquet: false })
      })
      for (const [i, record] of records.entries()) {
        yield { line: rowStart + i + 1, cells: wanted.map((name) => named(record[name], classes.get(name))) }
      }
      rowStart = rowEnd
    }
  }
  return { path, columns, classes, rows }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const parsers = {
  stringFromBytes(bytes: Uint8Array | undefined): unknown {
    try {
      return bytes && utf8.decode(bytes)
    } catch {
      return notUtf8
    }
  },
}

/** Runs `read` on the opened file. Whatever goes wrong in it is the file's fault: the bytes are all it has to go by. */
async function withFile<T>(path: string, read: (file: AsyncBuffer) => Promise<T>): Promise<T> {
  const handle = await openToRead(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    return await read(asBuffer(handle, (await handle.stat()).size))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const message = `${path} is not a Parquet file or is damaged: write or download it again (${detail}).`
    throw new LastlayerError('dataset', message, { cause: error })
  } finally {
    await handle.close()
  }
}

/** The file as hyparquet wants it. Ranges that a damaged file asks for beyond its end come back short. */
function asBuffer(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const length = Math.min(end, byteLength) - start
      if (!(start >= 0 && length > 0)) return new ArrayBuffer(0)
      const bytes = new Uint8Array(length)
      for (let done = 0; done < length;) {
        const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, 2 ** 30), start + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return bytes.buffer
    },
  }
}

function flatColumns(metadata: FileMetaData): string[] {
  const flat = parquetSchema(metadata).children.filter(
    ({ children, element: { name, repetition_type: repetition } }) =>
      children.length === 0 && repetition !== 'REPEATED' && typeof name === 'string',
  )
  return flat.map(({ element }) => element.name)
}

function checkRows({ num_rows, row_groups }: FileMetaData): void {
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== num_rows) throw new Error(`${num_rows} rows, but ${rows} in its row groups`)
}

/** hyparquet believes the number of rows, however large; a flat column must have as many values. */
function checkCounts(group: RowGroup, wanted: readonly string[]): void {
  for (const { meta_data: column } of group.columns) {
    if (column === undefined || !wanted.includes(at(column.path_in_schema, 0))) continue
    if (column.num_values !== group.num_rows || group.num_rows < 0n || group.num_rows > 2n ** 31n) {
      throw new Error(`${group.num_rows} rows, but ${column.num_values} values in ${column.path_in_schema.join('.')}`)
    }
  }
}

/** The names of the columns that Hugging Face datasets stored as class numbers. */
function classNames(metadata: FileMetaData): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>()
  const about = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value
  const features = about === undefined ? undefined : featuresOf(about)
  for (const [column, feature] of Object.entries(features ?? {})) {
    if (isClassLabel(feature)) names.set(column, feature.names)
  }
  return names
}

function featuresOf(about: string): object | undefined {
  try {
    return (JSON.parse(about) as { info?: { features?: object } } | null)?.info?.features ?? undefined
  } catch {
    return undefined
  }
}

function isClassLabel(feature: unknown): feature is { names: readonly string[] } {
  const { _type, names } = (feature ?? {}) as { _type?: unknown; names?: unknown }
  return _type === 'ClassLabel' && Array.isArray(names) && names.every((name) => typeof name === 'string')
}

/** A class number's name; -1 is how Hugging Face writes that there is no label. */
function named(value: unknown, names: readonly string[] | undefined): unknown {
  if (names === undefined || (typeof value !== 'bigint' && typeof value !== 'number')) return value
  return Number(value) === -1 ? null : (names[Number(value)] ?? value)
}
