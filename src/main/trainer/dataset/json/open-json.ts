import { basename } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say, type Said } from '../../../../shared/said.ts'
import { contentOf } from '../bytes/content.ts'
import { encodingOf, type TextEncoding } from '../bytes/document.ts'
import { asUtf8 } from '../bytes/encoding.ts'
import { isBlank, readManyLines, type Line } from '../bytes/lines.ts'
import type { Table, TableReading, TableRow } from '../formats/table.ts'
import { fieldOf, FieldNames, mostColumns } from './fields.ts'
import { toolOf, type Tool } from './labelling-tools.ts'
import { withListedTexts } from './listed-texts.ts'
import { findRecords } from './layouts.ts'
import { parseJson } from './parse.ts'
import { isFields, type Fields, type JsonRecord, type Records } from './record.ts'

/** So many records are searched for the names of columns. */
const mostLookedAt = 500_000
const mostSamples = 200

/**
 * Opens JSON Lines: one object a line.
 * @throws LastlayerError `dataset` if no line is an object
 */
export async function openJsonLines(path: string, { encoding }: TableReading): Promise<Table> {
  const text = await encodingOf(path, encoding)
  return await openRecords(path, { layout: null, read: () => linesOf(path, text.used) }, text)
}

/**
 * Opens a JSON text, in any of the layouts that {@link findRecords} knows.
 * @throws LastlayerError `dataset` if it holds no records
 */
export async function openJson(path: string, { encoding }: TableReading): Promise<Table> {
  const text = await encodingOf(path, encoding)
  const open = () => (text.used === 'utf-8' ? contentOf(path) : asUtf8(contentOf(path), text.used))
  return await openRecords(path, await findRecords(path, open), text)
}

async function* linesOf(path: string, encoding: string): AsyncGenerator<readonly JsonRecord[]> {
  for await (const lines of readManyLines(path, encoding)) {
    yield lines.filter((line) => !isBlank(line)).map(recordOf)
  }
}

function recordOf({ number: line, bytes }: Line): JsonRecord {
  const parsed = parseJson(bytes)
  if ('reason' in parsed) return { line, reason: parsed.reason }
  if (!isFields(parsed.value)) return { line, reason: 'Not a JSON object.' }
  return { line, fields: parsed.value, own: bytes ?? undefined }
}

/** A stream of records as a table: its columns are the names in all of them, as far as they were looked at. */
async function openRecords(path: string, given: Records, text: TextEncoding): Promise<Table> {
  const records = await withListedTexts(given)
  const { names, samples, fault, isWhole } = await lookAt(records)
  if (names.all.length === 0) throw noRecords(path, fault)
  if (names.areTooMany) {
    const message = `${path} has more than ${mostColumns} different fields: write each example as {"text": …, "label": …}.`
    throw new LastlayerError('dataset', message)
  }
  const tool = toolOf(samples)
  const own = tool === null ? [] : ['text', 'label']

  async function* rows(wanted: readonly string[]): AsyncGenerator<TableRow> {
    for await (const some of records.read()) {
      for (const record of some) {
        const { line, split, own } = record
        const read = 'fields' in record && tool !== null ? convert(record.fields, tool) : record
        if ('reason' in read) yield { line, split, own, reason: read.reason }
        else yield { line, split, own, cells: wanted.map((name) => fieldOf(read.fields, name)) }
      }
    }
  }
  const columns = [...new Set([...own, ...names.all])]
  const encoding = { used: text.used, others: [...text.others] }
  return {
    path,
    columns,
    facts: { encoding },
    findings: [...text.findings, ...findingsOf(path, records.layout, tool, isWhole)],
    rows,
  }
}

function convert(fields: Fields, tool: Tool): { fields: Fields } | { reason: string } {
  const converted = tool.convert(fields)
  return 'reason' in converted ? converted : { fields: { ...fields, ...converted } }
}

interface Looked {
  readonly names: FieldNames
  readonly samples: readonly Fields[]
  /** Why the first value is no record. */
  readonly fault: string | null
  readonly isWhole: boolean
}

async function lookAt(records: Records): Promise<Looked> {
  const names = new FieldNames()
  const samples: Fields[] = []
  let fault: string | null = null
  let count = 0
  for await (const some of records.read()) {
    for (const record of some) {
      if ('reason' in record) {
        fault ??= `line ${record.line}: ${record.reason}`
        continue
      }
      names.add(record.fields)
      if (samples.length < mostSamples) samples.push(record.fields)
      if (++count === mostLookedAt || names.areTooMany) return { names, samples, fault, isWhole: false }
    }
  }
  return { names, samples, fault, isWhole: true }
}

function noRecords(path: string, fault: string | null): LastlayerError {
  const example = '{"text": …, "label": …}'
  return new LastlayerError('dataset', `${path} has no object such as ${example}: ${fault ?? 'it is empty.'}`)
}

function findingsOf(path: string, layout: Said | null, tool: Tool | null, isWhole: boolean): FindingInput[] {
  const file = basename(path)
  const sentences = [
    layout === null ? null : say('{{file}} is JSON with {{layout}}.', { file, layout }),
    tool === null
      ? null
      : say('{{file}} is read as an export of {{tool}}: the columns text and label are taken from it.', {
          file,
          tool: tool.name,
        }),
    isWhole
      ? null
      : say('The columns of {{file}} are those of its first {{records}} records.', { file, records: mostLookedAt }),
  ]
  return sentences.filter((one) => one !== null).map((sentence) => ({ kind: 'table', severity: 'note', sentence }))
}
