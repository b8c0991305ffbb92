import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData, PageHeader, RowGroup } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { decompressPage } from 'hyparquet/src/datapage.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js'
import { mostUnpacked } from '../bytes/unpack.ts'
import { bitsOf, passLevels, passRuns, type Reader } from './parquet-runs.ts'

/** So many values fit in memory, whatever they are. */
const harmlessValues = 2 ** 22
/** Values that do not repeat take half a bit each, and more. */
const mostValuesAByte = 16

/** The highest levels at which a column's values stand in lists, and within what may be missing. */
interface Levels {
  readonly repetition: number
  readonly definition: number
}

/**
 * Looks at what a row group and each of its pages claim to hold, before it is read at once: hyparquet believes any number.
 * @param roots the columns that are read
 * @throws Error if it is more than so few bytes stand for, or than its column has
 */
export async function checkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { columns }: RowGroup,
  roots: readonly string[],
  compressors: Compressors,
): Promise<void> {
  const wanted = columns.flatMap(({ meta_data: column }) =>
    column !== undefined && roots.includes(column.path_in_schema[0] ?? '') ? [column] : [],
  )
  const bytes = wanted.reduce((sum, column) => sum + Number(column.total_compressed_size), 0)
  const most = Math.max(harmlessValues, mostValuesAByte * Math.min(bytes, file.byteLength))
  for (const column of wanted) {
    if (Number(column.num_values) > most) throw new Error(`${column.num_values} values in ${bytes} bytes`)
    const path = getSchemaPath([...metadata.schema], column.path_in_schema)
    const levels = { repetition: getMaxRepetitionLevel(path), definition: getMaxDefinitionLevel(path) }
    await checkColumn(file, column, levels, compressors)
  }
}

async function checkColumn(
  file: AsyncBuffer,
  column: ColumnMetaData,
  levels: Levels,
  compressors: Compressors,
): Promise<void> {
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset)
  const bytes = new Uint8Array(await file.slice(start, start + Number(column.total_compressed_size)))
  const reader: Reader = { view: new DataView(bytes.buffer), offset: 0 }
  for (let left = Number(column.num_values); left > 0 && reader.offset < bytes.length - 1;) {
    const header = parquetHeader(reader)
    const { data_page_header, data_page_header_v2, dictionary_page_header, compressed_page_size: packed } = header
    const values = (data_page_header ?? data_page_header_v2)?.num_values ?? 0
    const words = dictionary_page_header?.num_values ?? 0
    const size = Math.min(header.uncompressed_page_size, mostUnpacked(packed))
    if (!(values >= 0 && values <= left && words >= 0 && words <= size && packed >= 0)) {
      throw new Error('a page of it claims more than there is')
    }
    checkRuns(bytes.subarray(reader.offset, reader.offset + packed), header, column, levels, compressors)
    left -= values
    reader.offset += packed
  }
}

/** @throws Error if numbers of a page repeat more often than it has values */
function checkRuns(
  packed: Uint8Array,
  header: PageHeader,
  { codec, type }: ColumnMetaData,
  levels: Levels,
  compressors: Compressors,
): void {
  const first = header.data_page_header
  const second = header.data_page_header_v2
  const page = first ?? second
  if (page === undefined) return
  const readerOf = (bytes: Uint8Array): Reader => ({
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    offset: 0,
  })
  let [start, size] = [0, header.uncompressed_page_size]
  if (second !== undefined) {
    const [repetition, definition] = [second.repetition_levels_byte_length, second.definition_levels_byte_length]
    start = repetition + definition
    size -= start
    if (levels.repetition > 0)
      passRuns(readerOf(packed.subarray(0, repetition)), bitsOf(levels.repetition), page.num_values)
    if (levels.definition > 0)
      passRuns(readerOf(packed.subarray(repetition, start)), bitsOf(levels.definition), page.num_values)
  }
  const isRuns = /^(PLAIN_DICTIONARY|RLE_DICTIONARY|RLE)$/.test(page.encoding)
  if (!isRuns && (second !== undefined || levels.repetition + levels.definition === 0)) return
  const isPacked = second?.is_compressed !== false
  const body = packed.subarray(start)
  const reader = readerOf(isPacked ? decompressPage(body, size, codec, compressors) : body)
  if (first !== undefined) {
    passLevels(reader, levels.repetition, page.num_values)
    passLevels(reader, levels.definition, page.num_values)
  }
  if (!isRuns || reader.offset >= reader.view.byteLength) return
  if (type === 'BOOLEAN') reader.offset += 4
  const width = type === 'BOOLEAN' ? 1 : reader.view.getUint8(reader.offset++)
  if (width > 0) passRuns(reader, width, page.num_values)
}
