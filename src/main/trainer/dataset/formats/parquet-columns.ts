import { parquetSchema, type AsyncBuffer, type FileMetaData, type RowGroup, type SchemaTree } from 'hyparquet'
import { LastlayerError } from '../../../../shared/errors.ts'
import { at } from '../../../../shared/at.ts'

const deepest = 6

/** The columns of a Parquet file: its own, fields within structs by their path (a.b), and lists as one. */
export function columnsOf(metadata: FileMetaData): string[] {
  return [...new Set(parquetSchema(metadata).children.flatMap((child) => pathsOf(child, '', 1)))]
}

function pathsOf(node: SchemaTree, prefix: string, depth: number): string[] {
  const { element, children } = node
  const path = prefix + element.name
  if (children.length === 0 || depth === deepest) return [path]
  const item = itemOf(node)
  if (item === null) return children.flatMap((child) => pathsOf(child, `${path}.`, depth + 1))
  if (item.children.length === 0 || itemOf(item) !== null) return [path]
  return item.children.flatMap((child) => pathsOf(child, `${path}.0.`, depth + 1))
}

/** What a list is a list of; null where there is none. */
function itemOf({ element, children }: SchemaTree): SchemaTree | null {
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST'
  const repeated = children[0]
  if (!isList || repeated === undefined) return null
  return repeated.children.length === 1 ? at(repeated.children, 0) : repeated
}

/**
 * The columns of the file that hold what is wanted, whole.
 * @param wanted columns as {@link columnsOf} gives them
 */
export function rootsOf(metadata: FileMetaData, wanted: readonly string[]): string[] {
  const names = parquetSchema(metadata).children.map(({ element }) => element.name)
  return names.filter((name) => wanted.some((one) => one === name || one.startsWith(`${name}.`)))
}

/** In memory a footer takes some twenty times as much as in the file. */
const longestFooter = 32 * 1024 * 1024

/**
 * Looks how long the description at the end of a file is, before it is read.
 * @throws LastlayerError `dataset` if it would not fit in memory
 */
export async function checkFooter(path: string, file: AsyncBuffer): Promise<void> {
  const end = Buffer.from(await file.slice(Math.max(0, file.byteLength - 8)))
  const length = end.length === 8 ? end.readUInt32LE(0) : 0
  if (length <= longestFooter || length > file.byteLength) return
  const message = `${path} has a footer of ${Math.round(length / 2 ** 20)} MB: write it with fewer columns or larger row groups.`
  throw new LastlayerError('dataset', message)
}

/** @throws Error if the row groups do not have as many rows as the file says */
export function checkRows({ num_rows, row_groups }: FileMetaData): void {
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== num_rows) throw new Error(`${num_rows} rows, but ${rows} in its row groups`)
}

/** hyparquet believes the number of rows, however large; a column must have as many values, a list at least as many. */
export function checkCounts(metadata: FileMetaData, group: RowGroup, roots: readonly string[]): void {
  const lists = new Set(
    parquetSchema(metadata)
      .children.filter(hasRepeated)
      .map(({ element }) => element.name),
  )
  for (const { meta_data: column } of group.columns) {
    const root = column?.path_in_schema[0]
    if (column === undefined || root === undefined || !roots.includes(root)) continue
    const isEnough = lists.has(root) ? column.num_values >= group.num_rows : column.num_values === group.num_rows
    if (!isEnough || group.num_rows < 0n || column.num_values > 2n ** 31n) {
      throw new Error(`${group.num_rows} rows, but ${column.num_values} values in ${column.path_in_schema.join('.')}`)
    }
  }
}

function hasRepeated({ element, children }: SchemaTree): boolean {
  return element.repetition_type === 'REPEATED' || children.some(hasRepeated)
}
