import { LastlayerError } from '../../../../shared/errors.ts'

/** What a model answers with. */
export interface Answers {
  /** By class index; null if the model does not choose one of several. */
  readonly labels: readonly string[] | null
  /** Why it does not, after the model's name; empty if it does. */
  readonly unlabelled: string
}

const most = 100_000
const unnamed = (count: number): string[] => Array.from({ length: count }, (_, i) => `LABEL_${i}`)

/**
 * Reads the labels of a config.json as loosely as Python's transformers: names may be numbers, `num_labels` goes before
 * `id2label` where the two differ in number, label2id is not read. A base for a new head needs none of it, so what cannot
 * be understood is no error here.
 */
export function readAnswers(raw: Readonly<Record<string, unknown>>): Answers {
  const { architectures, problem_type: problem, id2label } = raw
  const classes = Array.isArray(architectures) ? architectures.filter((name) => typeof name === 'string') : []
  const isNamed = hasValue(id2label) || hasValue(raw.num_labels)
  const isClassifier = classes.some((name) => name.endsWith('ForSequenceClassification'))
  if (!isClassifier && (classes.length > 0 || !isNamed)) return no('is a pretrained model without a classifier')
  if (problem === 'multi_label_classification') {
    return no('gives a text several labels at once (multi_label_classification), where Lastlayer chooses one')
  }
  const names = namesOf(id2label)
  if (names === null) return no('has an id2label in config.json that is not a table from class numbers to labels')
  const count = typeof raw.num_labels === 'number' ? raw.num_labels : (names?.size ?? 2)
  if (!Number.isInteger(count) || count < 1 || count > most) return no(`has ${count} labels by its config.json`)
  if (problem === 'regression' || count === 1) {
    return no('is a regression model: it answers with a number, not with one of several labels')
  }
  if (names?.size !== count) return yes(unnamed(count))
  const labels = Array.from({ length: count }, (_, i) => names.get(i))
  if (!labels.every((label) => label !== undefined)) {
    const found = [...names.keys()].slice(0, 5).join(', ')
    return no(`has an id2label in config.json with the numbers ${found}, where classes count from 0: mend it there`)
  }
  if (new Set(labels).size < count) return no('has an id2label in config.json that names two classes alike')
  return yes(labels)
}

/** @throws LastlayerError `model` if the model, which errors call `name`, does not choose one of several labels. */
export function requireLabels({ labels, unlabelled }: Answers, name: string): readonly string[] {
  if (labels !== null) return labels
  throw new LastlayerError('model', `${name} ${unlabelled}. Fine-tune it first, or choose another model.`)
}

/** The answers of a model that cannot choose, for this reason. */
export function no(unlabelled: string): Answers {
  return { labels: null, unlabelled }
}

function yes(labels: readonly string[]): Answers {
  return { labels, unlabelled: '' }
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** undefined where there are none, null where they are no table. */
function namesOf(id2label: unknown): Map<number, string> | null | undefined {
  if (!hasValue(id2label)) return undefined
  if (typeof id2label !== 'object') return null
  const names = new Map<number, string>()
  for (const [key, value] of Object.entries(id2label as object)) {
    const isName = ['string', 'number', 'boolean'].includes(typeof value)
    if (!/^\s*[+-]?\d{1,9}\s*$/.test(key) || !isName) return null
    names.set(Number(key), String(value))
  }
  return names
}
