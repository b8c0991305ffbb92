import { isFields, type Fields } from './record.ts'

/** A record with its text and label as plain fields, or why it has none, as a sentence for the person. */
type Converted = { readonly text: unknown; readonly label: unknown } | { readonly reason: string }

/** A program that people label texts with, whose exports have a layout of their own. */
export interface Tool {
  readonly name: string
  /** Whether a record looks like one of its own. */
  knows(record: Fields): boolean
  convert(record: Fields): Converted
}

const spans = 'Its labels mark parts of the text: Lastlayer learns one label a text.'

const labelStudio: Tool = {
  name: 'Label Studio',
  knows: ({ data, annotations, completions }) => isFields(data) && Array.isArray(annotations ?? completions),
  convert({ data, annotations, completions }) {
    const fields = isFields(data) ? data : {}
    const strings = Object.values(fields).filter((value) => typeof value === 'string')
    const text = Object.hasOwn(fields, 'text') ? fields.text : strings.length === 1 ? strings[0] : null
    const all = listOf(annotations ?? completions).filter(isFields)
    const kept = all.filter(({ was_cancelled, skipped }) => was_cancelled !== true && skipped !== true)
    if (kept.length === 0) return { reason: all.length > 0 ? 'No label (the task was skipped).' : notYet }
    const values = kept.map(({ result }) => listOf(result).filter(isFields).map(({ value }) => value)) // prettier-ignore
    const named = values.map((each) => each.filter(isFields).flatMap(choicesOf))
    if (named.flat().length === 0) return { reason: values.flat().some(hasSpan) ? spans : notYet }
    const different = [...new Set(named.flat())]
    // One label each, and not the same: that is no text of several labels.
    if (different.length > 1 && named.every(({ length }) => length <= 1)) {
      return { reason: `Its annotators disagree (${different.slice(0, 3).map(String).join(', ')}).` }
    }
    return { text, label: different }
  },
}

const notYet = 'No label (the task is not labelled yet).'

function choicesOf(value: Fields): unknown[] {
  const { choices, rating, number, taxonomy } = value
  if (choices !== undefined) return listOf(choices)
  if (taxonomy !== undefined) return listOf(taxonomy).map((path) => (Array.isArray(path) ? path.join('/') : path))
  return [rating, number].filter((one) => one !== undefined)
}

function hasSpan(value: unknown): boolean {
  return isFields(value) && value.start !== undefined && value.end !== undefined
}

const prodigy: Tool = {
  name: 'Prodigy',
  knows: ({ text, answer }) => typeof text === 'string' && /^(accept|reject|ignore)$/.test(String(answer)),
  convert({ text, answer, label, accept, options, spans: marked }) {
    if (answer !== 'accept') return { reason: `The answer is "${String(answer)}".` }
    if (Array.isArray(accept)) return { text, label: accept.map((id) => optionNamed(id, options)) }
    if (label === undefined && Array.isArray(marked)) return { reason: spans }
    return { text, label }
  },
}

/** Prodigy's binary questions of one label: what is rejected does not have it. */
function binaryProdigy(records: readonly Fields[]): Tool | null {
  const labels = new Set(records.map(({ label }) => label))
  const [only] = labels
  const isBinary = records.some(({ answer }) => answer === 'reject') && !records.some(({ accept }) => accept)
  if (labels.size !== 1 || typeof only !== 'string' || !isBinary) return null
  return {
    ...prodigy,
    convert: (record) => {
      const { text, answer, label, spans: marked } = record
      if (answer !== 'reject' || Array.isArray(marked)) return prodigy.convert(record)
      return { text, label: `not ${String(label)}` }
    },
  }
}

/** What is accepted is the number of an option where options have no names of their own. */
function optionNamed(id: unknown, options: unknown): unknown {
  const option = listOf(options)
    .filter(isFields)
    .find((one) => one.id === id)
  return typeof id === 'number' && typeof option?.text === 'string' ? option.text : id
}

const doccano: Tool = {
  name: 'doccano',
  knows: (record) =>
    typeof record.text === 'string' &&
    (hasLabels(record.annotations) || isSpanList(record.label) || isSpanList(record.labels) || 'Comments' in record),
  convert({ text, label, labels, annotations, entities }) {
    const given = label ?? labels ?? annotations ?? entities
    if (isSpanList(given)) return { reason: spans }
    return {
      text,
      label: Array.isArray(given) ? given.map((one: unknown) => (isFields(one) ? one.label : one)) : given,
    }
  },
}

function hasLabels(value: unknown): boolean {
  return Array.isArray(value) && value.some((one) => isFields(one) && 'label' in one)
}

/** Such as [[0, 5, "PERSON"]]. */
function isSpanList(value: unknown): boolean {
  return (
    Array.isArray(value) && value.some((one) => Array.isArray(one) && one.length === 3 && typeof one[0] === 'number')
  )
}

const argilla: Tool = {
  name: 'Argilla',
  knows: (record) => ['annotation', 'prediction', 'status'].every((name) => name in record),
  convert({ text, inputs, annotation, status }) {
    if (status === 'Discarded') return { reason: 'Discarded in Argilla.' }
    const inner = isFields(inputs) ? Object.values(inputs).find((value) => typeof value === 'string') : undefined
    return { text: text ?? inner, label: annotation }
  },
}

const groundTruth: Tool = {
  name: 'SageMaker Ground Truth',
  knows: (record) => typeof record.source === 'string' && classNameIn(record) !== undefined,
  convert: (record) => ({ text: record.source, label: classNameIn(record) }),
}

function classNameIn(record: Fields): unknown {
  const about = Object.entries(record).find(([name, value]) => name.endsWith('-metadata') && isFields(value))?.[1]
  return isFields(about) ? about['class-name'] : undefined
}

const chat: Tool = {
  name: 'a chat model (messages)',
  knows: ({ messages }) => listOf(messages).some((one) => isFields(one) && one.role === 'assistant'),
  convert({ messages }) {
    const said = (role: string) =>
      listOf(messages)
        .filter(isFields)
        .filter((one) => one.role === role)
    const [asked, answered] = [said('user'), said('assistant')]
    if (asked.length !== 1 || answered.length !== 1) return { reason: 'Not one question with one answer.' }
    return { text: asked[0]?.content, label: answered[0]?.content }
  },
}

const spacy: Tool = {
  name: 'spaCy (cats)',
  knows: ({ text, cats }) => {
    const values = isFields(cats) ? Object.values(cats) : []
    return typeof text === 'string' && values.length > 1 && values.every(isScore)
  },
  convert({ text, cats }) {
    const label = Object.entries(isFields(cats) ? cats : {}).flatMap(([name, value]) =>
      Number(value) >= 0.5 ? [name] : [],
    )
    return label.length === 0 ? { reason: 'No label (no category is 1).' } : { text, label }
  },
}

function isScore(value: unknown): boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && value >= 0 && value <= 1)
}

const tools: readonly Tool[] = [labelStudio, prodigy, argilla, groundTruth, chat, spacy, doccano]

/** The tool that records were exported from: what nine in ten of them look like. */
export function toolOf(records: readonly Fields[]): Tool | null {
  const share = ({ knows }: Tool) => records.filter(knows).length / Math.max(1, records.length)
  const tool = tools.find((one) => share(one) > 0.9) ?? null
  return (tool === prodigy ? binaryProdigy(records) : null) ?? tool
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}
