import type { Params, Result } from '../../../shared/contract.ts'
import { openDataset } from '../dataset/source.ts'

/**
 * How the tables of a dataset would be read: its columns with their first values, and which would be taken.
 * @throws LastlayerError `dataset` if it cannot be opened; not where a column cannot be told, which is asked
 */
export async function preview({ choice }: Params<'preview'>, signal: AbortSignal): Promise<Result<'preview'>> {
  const source = await openDataset(choice)
  signal.throwIfAborted()
  if (source.columns === null) return { table: null }
  const { all, text, label } = source.columns
  const guess = (column: string) => ({ column, why: '', isClear: true, candidates: [column] })
  return {
    table: {
      encoding: null,
      sheets: null,
      columns: all.map((name) => ({ name, values: [] })),
      text: guess(text),
      label: guess(label),
      findings: [],
    },
  }
}
