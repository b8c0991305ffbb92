import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { encodingOf } from '../bytes/document.ts'
import { tooLong } from '../bytes/files.ts'
import { isBlank, readLines } from '../bytes/lines.ts'
import type { Table, TableRow } from '../formats/table.ts'
import { decodeText } from '../rows/clean.ts'

/**
 * A file of one text a line as a table of one column. Blank lines are none.
 * @throws LastlayerError `usage` for an encoding that is not known, `dataset` if the file cannot be read
 */
export async function openLines(
  path: string,
  asked: string | null,
  kept: readonly FindingInput[] = [],
): Promise<Table> {
  const { used, others, findings } = await encodingOf(path, asked)
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const line of readLines(path, used)) {
      if (isBlank(line)) continue
      const decoded = line.bytes === null ? { reason: tooLong } : decodeText(line.bytes, used)
      if ('reason' in decoded) yield { line: line.number, reason: decoded.reason }
      else yield { line: line.number, cells: [decoded.text.replace(/\r$/, '')] }
    }
  }
  return {
    path,
    columns: ['text'],
    facts: { encoding: { used, others: [...others] } },
    findings: [...findings, ...kept],
    rows,
  }
}
