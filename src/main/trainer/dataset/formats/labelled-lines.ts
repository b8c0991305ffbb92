import { basename } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say, type Said } from '../../../../shared/said.ts'
import { tooLong } from '../bytes/files.ts'
import { encodingOf } from '../bytes/document.ts'
import { isBlank, readLines, type Line } from '../bytes/lines.ts'
import { decodeText } from '../rows/clean.ts'
import type { Table, TableReading, TableRow } from './table.ts'

type Read = { readonly cells: Readonly<Record<string, unknown>> } | { readonly reason: string }

interface Style {
  readonly name: string
  readonly columns: readonly string[]
  readonly sentence?: (file: string) => Said
  /** The cells of a line, or null if it has no label. */
  split(line: string): Readonly<Record<string, unknown>> | null
}

const looked = 200

/**
 * Opens a file whose lines have a label before the text: fastText's `__label__pos A text` (or after it), with any word
 * for "label", or the `DESC:manner A question` of TREC. Several labels on a line come out as a list.
 * @throws LastlayerError `dataset` if its first lines have no label
 */
export async function openLabelledLines(path: string, { encoding: wanted }: TableReading): Promise<Table> {
  const text = await encodingOf(path, wanted)
  const style = await styleOf(path, text.used)
  const { columns, sentence } = style
  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    for await (const line of readLines(path, text.used)) {
      if (isBlank(line)) continue
      const read = readLine(line, style)
      if ('reason' in read) yield { line: line.number, reason: read.reason }
      else yield { line: line.number, cells: wanted.map((name) => read.cells[name]) }
    }
  }
  const findings: FindingInput[] =
    sentence === undefined ? [] : [{ kind: 'table', severity: 'note', sentence: sentence(basename(path)) }]
  const encoding = { used: text.used, others: [...text.others] }
  return { path, columns, facts: { encoding }, findings: [...text.findings, ...findings], rows }
}

async function styleOf(path: string, encoding: string): Promise<Style> {
  const counts = new Map<Style, number>(styles.map((style) => [style, 0]))
  let lines = 0
  for await (const line of readLines(path, encoding)) {
    if (isBlank(line)) continue
    for (const [style, count] of counts) if ('cells' in readLine(line, style)) counts.set(style, count + 1)
    if (++lines === looked) break
  }
  const [best, count] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))
  if (count > 0) return best
  throw new LastlayerError('dataset', `${path} has no lines such as "__label__pos A text".`)
}

function readLine({ bytes }: Line, { name, split }: Style): Read {
  const decoded = bytes === null ? { reason: tooLong } : decodeText(bytes)
  if ('reason' in decoded) return decoded
  const cells = split(decoded.text.replace(/\r$/, ''))
  return cells === null ? { reason: `No label (${name}).` } : { cells }
}

const first = /^\s*__[A-Za-z]+__(\S*)[ \t]*/
const last = /\s__[A-Za-z]+__(\S+)\s*$/

const styles: readonly Style[] = [
  {
    name: 'such as __label__pos',
    columns: ['text', 'label'],
    split(line) {
      const labels: string[] = []
      let text = line
      for (let found = first.exec(text); found !== null; found = first.exec(text)) {
        labels.push((found[1] ?? '').replace(/,$/, ''))
        text = text.slice(found[0].length)
      }
      if (labels.length > 0) return { text: text.replace(/^, /, ''), label: oneOf(labels) }
      for (let found = last.exec(text); found !== null; found = last.exec(text)) {
        labels.unshift(found[1] ?? '')
        text = text.slice(0, found.index)
      }
      return labels.length > 0 ? { text, label: oneOf(labels) } : null
    },
  },
  {
    name: 'such as DESC:manner',
    columns: ['text', 'label', 'fine_label'],
    sentence: (file) =>
      say(
        '{{file}} has labels of two levels, such as DESC:manner: the first is taken, or both with --label-column fine_label.',
        { file },
      ),
    split(line) {
      const [all, label, fine] = /^([A-Z]{2,10}):(\w+)\s+/.exec(line) ?? []
      return all === undefined ? null : { text: line.slice(all.length), label, fine_label: `${label}:${fine}` }
    },
  },
]

function oneOf(labels: readonly string[]): unknown {
  return labels.length === 1 ? labels[0] : labels
}
