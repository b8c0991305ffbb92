import type { FileHandle } from 'node:fs/promises'
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type Compressors } from 'hyparquet'
import { compressors as codecs } from 'hyparquet-compressors'
import { LastlayerError, reasonOf } from '../../../../shared/errors.ts'
import { openToRead } from '../../../disk/confinement.ts'
import { unreadable } from '../bytes/files.ts'
import { checkRatio } from '../bytes/unpack.ts'
import { fieldOf } from '../json/fields.ts'
import { notUtf8 } from '../rows/row.ts'
import { classNamesIn, namedClass } from './class-names.ts'
import { checkCounts, checkFooter, checkRows, columnsOf, rootsOf } from './parquet-columns.ts'
import { checkPages } from './parquet-pages.ts'
import { checkWidth, type Table, type TableRow } from './table.ts'

/**
 * Opens a Parquet file. Fields within structs are columns by their path, such as a.b; rows are read row group by row group, `line` counts rows from 1.
 * Whole numbers of a Hugging Face ClassLabel come out as their names.
 * @throws LastlayerError `dataset` if the file is not Parquet, is damaged, or has too many columns.
 */
export async function openParquet(path: string): Promise<Table> {
  const { metadata, columns, classes } = await withFile(path, async (file) => {
    await checkFooter(path, file)
    const metadata = await parquetMetadataAsync(file, { geoparquet: false })
    checkRows(metadata)
    const about = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value
    return { metadata, columns: columnsOf(metadata), classes: classNamesIn(about) }
  })
  checkWidth(path, columns.length)

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const roots = rootsOf(metadata, wanted)
      const range = { metadata, columns: roots, rowStart, rowEnd }
      const records = await withFile(path, async (file) => {
        checkCounts(metadata, group, roots)
        const compressors = guarded(path)
        await checkPages(file, metadata, group, roots, compressors)
        return await parquetReadObjects({ file, ...range, compressors, parsers, geoparquet: false })
      })
      for (const [i, record] of records.entries()) {
        yield {
          line: rowStart + i + 1,
          cells: wanted.map((name) => namedClass(fieldOf(record, name), classes.get(name))),
        }
      }
      rowStart = rowEnd
    }
  }
  return { path, columns, classes, rows }
}

/** The ways in which pages are packed; one that claims to unpack to far more than a page holds is not unpacked. */
function guarded(path: string): Compressors {
  const guard =
    (unpack: Unpack): Unpack =>
    (packed, size) => {
      checkRatio(path, packed.length, size)
      return unpack(packed, size)
    }
  return Object.fromEntries(Object.entries(codecs).map(([codec, unpack]) => [codec, guard(unpack)]))
}

type Unpack = NonNullable<Compressors[keyof Compressors]>

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
    if (error instanceof LastlayerError) throw error
    const message = `${path} is not a Parquet file or is damaged: write or download it again (${reasonOf(error)}).`
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
