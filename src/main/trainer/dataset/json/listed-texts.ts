import { say } from '../../../../shared/said.ts'
import { eachOf, type Fields, type JsonRecord, type Records } from './record.ts'

const listName = /^(?:patterns|examples|utterances|samples|sentences|texts|queries|phrases)$/i
const labelName = /^(?:tag|intent|label|name|class|category|topic)$/i
const looked = 20

/** The names of a record's list of texts and of its label. */
interface Names {
  readonly list: string
  readonly label: string
}

/** Records that hold a label with a list of texts, as chatbots' intents do, made one record a text; others as they are. */
export async function withListedTexts(records: Records): Promise<Records> {
  let names: Names | null = null
  let count = 0
  for await (const record of eachOf(records.read())) {
    if ('reason' in record) return records
    names ??= namesOf(record.fields)
    if (names === null || !fits(record.fields, names)) return records
    if (++count === looked) break
  }
  if (names === null) return records
  const found = names
  const layout = say('a list "{{list}}" of texts for each "{{label}}"', { list: found.list, label: found.label })
  return { layout, read: () => textsOf(records.read(), found) }
}

async function* textsOf(
  records: AsyncIterable<readonly JsonRecord[]>,
  names: Names,
): AsyncGenerator<readonly JsonRecord[]> {
  for await (const some of records) yield some.flatMap((record) => textsIn(record, names))
}

function textsIn(record: JsonRecord, { list, label }: Names): readonly JsonRecord[] {
  if ('reason' in record) return [record]
  const { line, split, fields } = record
  const texts: unknown = fields[list]
  return (Array.isArray(texts) ? (texts as unknown[]) : []).map((text) => ({
    line,
    ...(split && { split }),
    fields: { text, label: fields[label] },
  }))
}

function namesOf(fields: Fields): Names | null {
  const list = Object.keys(fields).find((name) => listName.test(name) && areTexts(fields[name]))
  const label = Object.keys(fields).find((name) => labelName.test(name) && typeof fields[name] === 'string')
  return list === undefined || label === undefined ? null : { list, label }
}

function fits(fields: Fields, { list, label }: Names): boolean {
  return areTexts(fields[list]) && typeof fields[label] === 'string'
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
