import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { labelChange, type LabelChange } from '../../../shared/dataset-settings.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { readText } from '../../disk/confinement.ts'
import { at } from '../../../shared/at.ts'

const largest = 1000

/**
 * Reads the file of --label-map; nothing where there is none.
 * @throws LastlayerError `usage`, naming the file
 */
export async function readLabelMap(path: string | undefined): Promise<LabelChange[]> {
  if (path === undefined) return []
  const text = await readText(path).catch((error: unknown) => {
    throw error instanceof LastlayerError ? error : fault(path, 'cannot be read', error)
  })
  return parseLabelMap(text, path)
}

/**
 * Reads a label map: a JSON object of labels and what becomes of them (`{"Pos": "pos", "neu": null}`, null leaves out), or
 * a table of two columns, with commas, semicolons or tabs, where an empty second cell leaves out. A first line that
 * says from and to, or old and new, is a header.
 * @throws LastlayerError `usage`, naming the file
 */
export function parseLabelMap(text: string, path: string): LabelChange[] {
  const content = text.replace(/^\ufeff/, '').trim()
  const changes = content.startsWith('{') ? fromJson(content, path) : fromTable(content, path)
  if (changes.length === 0) throw fault(path, 'holds no labels')
  if (changes.length > largest) throw fault(path, `has ${changes.length} lines, and 1,000 are the limit`)
  return changes
}

const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String)

function fromJson(content: string, path: string): LabelChange[] {
  const parsed = z.record(z.string(), plain.nullable()).safeParse(parseJson(content, path))
  if (!parsed.success) throw fault(path, 'has a value that is neither a label nor null')
  return Object.entries(parsed.data).map(([from, to]) => toChange(from, to ?? ''))
}

function parseJson(content: string, path: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw fault(path, 'is not JSON', error)
  }
}

function fromTable(content: string, path: string): LabelChange[] {
  const first = content.split('\n', 1)[0] ?? ''
  const delimiter = ['\t', ';', ','].find((one) => first.includes(one)) ?? ','
  const rows = readRows(content, delimiter, path)
  const wrong = rows.findIndex(({ length }) => length !== 2)
  if (wrong >= 0) throw fault(path, `has ${at(rows, wrong).length} cells in its line ${wrong + 1}, where two are right`)
  const pairs = rows.map((row) => [at(row, 0), at(row, 1)] as const)
  const isHeader = pairs.length > 0 && headers.includes(at(pairs, 0).join(' ').toLowerCase())
  return pairs.slice(isHeader ? 1 : 0).map(([from, to]) => toChange(from, to))
}

const headers = ['from to', 'old new', 'label new label', 'label new_label', 'label new', 'source target', 'label to']

function readRows(content: string, delimiter: string, path: string): string[][] {
  try {
    return parse(content, { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true })
  } catch (error) {
    throw fault(path, 'has quotes that do not enclose whole cells', error)
  }
}

function toChange(from: string, to: string): LabelChange {
  return labelChange.parse({ from, to: to.trim() === '' ? null : to })
}

function fault(path: string, what: string, cause?: unknown): LastlayerError {
  const advice = 'write a JSON object such as {"Pos": "pos", "neu": null}, or a CSV of two columns'
  return new LastlayerError('usage', `The label map ${path} ${what}: ${advice}.`, { cause })
}
