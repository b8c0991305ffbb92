import type { TableRecord } from './records.ts'

const type = /^(?:c|continuous|d|discrete|s|string|t|time|basket)$/i
const flag = /^(?:|class|c|meta|m|ignore|i|weight|w|[\w-]+=.*|(?:class|meta) [\w-]+=.*)$/i

/**
 * How many records below its header Orange has added (.tab): the types of the columns, where a list of labels may stand
 * for one, and what the columns are for, which may be a blank line.
 */
export function orangeRecords(
  header: TableRecord,
  types: TableRecord | undefined,
  flags: TableRecord | undefined,
): number {
  const [kinds, uses] = [cellsOf(types), cellsOf(flags)]
  const width = cellsOf(header).length
  if (kinds.length === 0 || kinds.length > width || !kinds.some((cell) => type.test(cell))) return 0
  const areUses = uses.some((cell) => /^(?:class|c|meta|m)\b/i.test(cell)) && uses.every((cell) => flag.test(cell))
  if (areUses && uses.length <= width) return 2
  const isBlankBelow = types !== undefined && flags !== undefined && flags.line > types.line + 1
  return isBlankBelow && kinds.every((cell) => type.test(cell)) ? 1 : 0
}

function cellsOf(record: TableRecord | undefined): string[] {
  return record !== undefined && 'fields' in record ? record.fields.map((field) => field.trim()) : []
}
