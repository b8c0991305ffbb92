import { createHash } from 'node:crypto'
import type { DatasetSummary } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { readCorrections } from '../../run-files/corrections-file.ts'
import { needsValidation, recipe, type Recipe } from '../../../shared/recipe.ts'
import type { TablesChoice } from './formats/tables.ts'
import { requireSeveral } from './labels/label-map.ts'
import { stopIfCancelled } from './bytes/files.ts'
import { openDataset, type DatasetSource } from './source.ts'
import type { SourceItem } from './rows/row.ts'
import { applyCorrections, type Corrected } from './survey/corrections.ts'
import { examplesOf, ordinalsOf, type Example, type SettledRows } from './survey/examples.ts'
import { inOrder } from './survey/findings.ts'
import { countRepeats, repeatsFound } from './survey/repeats.ts'
import { countRows, decodePart, partNames, sumOf, type RowCounts } from './survey/rows.ts'
import { settle } from './survey/settle.ts'
import { splitRows, type SplitOptions } from './survey/split.ts'
import { digestOf, surveySource } from './survey/survey.ts'
import type { TextStore } from './survey/text-store.ts'
import { at } from '../../../shared/at.ts'

export type { Example } from './survey/examples.ts'

/** An example with its cleaned text; `place` is where it was read, which is not known of texts that were kept. */
export interface ExampleText {
  readonly example: Example
  readonly text: string
  readonly place?: { readonly file: string; readonly line: number }
}

export interface Dataset {
  readonly summary: DatasetSummary
  /** The examples that are used, in the source's order. */
  readonly examples: readonly Example[]
  /**
   * Yields the wanted texts, cleaned, in order: from where they were kept, else from the source, which is read again.
   * @throws LastlayerError `dataset` if a text is not what it was when the dataset was read, `cancelled` if stopped.
   */
  texts(wanted: (example: Example) => boolean, signal?: AbortSignal): AsyncIterable<ExampleText>
}

/** A dataset that has been read, and not kept by a run: there may be more examples than there is memory for. */
export interface ReadDataset extends Dataset {
  /** The ordinals of the examples, in their order: four bytes each. */
  ordinals(): Uint32Array
  /** The label of an example, by its ordinal. */
  readonly labelOf: (ordinal: number) => number
}

type SourceRow = Extract<SourceItem, { kind: 'row' }>

export interface DatasetOptions extends TablesChoice, SplitOptions {
  /** Whether a model is to be trained on it, unless given, or only measured: then any labelled text will do. */
  readonly purpose?: 'train' | 'measure'
  /** Whether a validation part of the dataset's own is kept, also where no recipe says what chooses by one. */
  readonly keepsValidation?: boolean
}

/** How a recipe has its dataset read; the settings that it leaves out are at their defaults. */
export function datasetOptions(given: Pick<Recipe, 'dataset'> & Partial<Recipe>): DatasetOptions {
  const { validationShare, ...settings } = recipe.parse({ model: '-', ...given })
  const seed = settings.splitSeed ?? settings.seed
  return { ...settings, seed, validationShare: needsValidation(settings) ? validationShare : 0 }
}

/**
 * Reads a dataset once: what it holds, what had to be left out, and which example belongs to which part. Keeps no text
 * in memory, and none at all unless `keep` is there for them. `onProgress` gets the number of rows so far.
 * @throws LastlayerError `dataset`, naming what cannot be used and what to do; `cancelled` once the signal is aborted.
 */
export async function readDataset(
  options: DatasetOptions,
  onProgress?: (done: number) => void,
  signal?: AbortSignal,
  keep?: TextStore,
): Promise<ReadDataset> {
  const corrections = options.corrections === null ? [] : await readCorrections(options.corrections)
  const source = await openDataset(options, signal)
  const survey = await surveySource(source, onProgress, signal, keep)
  if (options.purpose !== 'measure') requireSeveral(source.source, survey.labels, options.labelMap)
  const settled = settle(source.source, survey, {
    ...options,
    purpose: options.purpose ?? 'train',
    needsValidation: options.keepsValidation === true || options.validationShare > 0,
  })
  const { labels, isAutomatic } = settled
  const { digests, classOf, labels: classes } = survey
  const split = { ...settled.rows, part: splitRows(settled, options) }
  const corrected = applyCorrections(split, digests, labels, corrections, options.stripHtml)
  for (const [ordinal, { text }] of corrected.changed) if (text !== null) await keep?.replace(ordinal, text)
  const { rows } = corrected
  const used: SettledRows = { label: rows.label, part: rows.part, text: rows.text, digests }
  const counts = countRows(rows, labels.length)
  requireParts(source.source, counts, options)
  if (corrections.length > 0 && options.purpose !== 'measure') requireLabels(source.source, counts)
  const repeats = countRepeats(rows, digests.size)
  const summary: DatasetSummary = {
    source: source.source,
    form: source.form,
    splitting: isAutomatic ? 'automatic' : 'given',
    labels: [...labels],
    counts: { train: [...counts.train], validation: [...counts.validation], test: [...counts.test] },
    rejected: { count: survey.rejected.count, rows: [...survey.rejected.rows] },
    ...repeats,
    findings: inOrder([
      ...source.findings,
      ...survey.findings,
      ...settled.findings,
      ...corrected.findings,
      ...repeatsFound({ ...survey, labels }, rows, repeats),
    ]),
    columns: source.columns,
    fingerprint: fingerprintOf(used, labels),
  }
  const isSame = ({ ordinal, label, digest }: Example, row: SourceRow): boolean => {
    const index = classOf.get(row.label) ?? null
    const change = corrected.changed.get(ordinal)
    if (change !== undefined) return digestOf(row.text) === change.digest
    return digestOf(row.text) === digest && index !== null && classes[index] === labels[label]
  }
  let made: readonly Example[] | null = null
  // Who wants the summary or a few texts alone does without them.
  const examples = () => (made ??= [...examplesOf(used)])
  return {
    summary,
    get examples() {
      return examples()
    },
    ordinals: () => ordinalsOf(used),
    labelOf: (ordinal) => at(used.label, ordinal),
    texts(wanted, signal) {
      const some: Example[] = []
      for (const one of made ?? examplesOf(used)) if (wanted(one)) some.push(one)
      if (keep) return keptTexts(({ ordinal }) => keep.text(ordinal), some, signal)
      const read = readTexts(source, isSame, some, signal)
      return corrected.changed.size === 0 ? read : withEdits(read, corrected)
    },
  }
}

/** Texts that were kept, one after another. */
export async function* keptTexts(
  textOf: (example: Example) => Promise<string>,
  wanted: readonly Example[],
  signal?: AbortSignal,
): AsyncGenerator<ExampleText> {
  for (const example of wanted) {
    stopIfCancelled(signal)
    yield { example, text: await textOf(example) }
  }
}

/** The texts that a person has edited, in the place of the dataset's own. */
async function* withEdits(
  read: AsyncIterable<ExampleText>,
  { changed }: Pick<Corrected, 'changed'>,
): AsyncGenerator<ExampleText> {
  for await (const one of read) yield { ...one, text: changed.get(one.example.ordinal)?.text ?? one.text }
}

async function* readTexts(
  source: DatasetSource,
  isSame: (example: Example, row: SourceRow) => boolean,
  wanted: readonly Example[],
  signal?: AbortSignal,
): AsyncGenerator<ExampleText> {
  if (wanted.length === 0) return
  let ordinal = 0
  let next = 0
  for await (const item of source.items(signal)) {
    if (item.kind !== 'row' || ordinal++ !== at(wanted, next).ordinal) continue
    const example = at(wanted, next)
    if (!isSame(example, item)) throw changed(source, item.file)
    yield { example, text: item.text, place: { file: item.file, line: item.line } }
    if (++next === wanted.length) return
  }
  throw changed(source, null)
}

function changed({ source }: DatasetSource, file: string | null): LastlayerError {
  const where = file === null ? source : `${source} (at ${file})`
  return new LastlayerError('dataset', `${where} changed while it was being read: start again.`)
}

function requireParts(source: string, counts: RowCounts, { splitBy, validationShare }: DatasetOptions): void {
  if (splitBy !== null && sumOf(counts.test) === 0) {
    const message = `Column "${splitBy}" of ${source} has too few values to split by: each label needs two.`
    throw new LastlayerError('dataset', message)
  }
  if (validationShare > 0 && sumOf(counts.validation) === 0) {
    const message = `${source} has too few training texts to set some aside for choosing: take the recipe Classic.`
    throw new LastlayerError('dataset', message)
  }
}

/** What corrections have left must still be of two labels. */
function requireLabels(source: string, { train }: RowCounts): void {
  if (train.filter((count) => count > 0).length > 1) return
  const message = `The corrections leave ${source} training texts of one label only: a classifier needs at least two.`
  throw new LastlayerError('dataset', message)
}

/** {@link DatasetSummary.fingerprint} of examples with these labels. */
export function fingerprintOfExamples(examples: readonly Example[], labels: readonly string[]): string {
  const hash = createHash('sha256')
  for (const { split, label, digest } of examples) hash.update(JSON.stringify([split, at(labels, label), digest]))
  return hash.digest('hex')
}

function fingerprintOf({ part, label, text, digests }: SettledRows, labels: readonly string[]): string {
  const hash = createHash('sha256')
  // Of each row [split, label, digest] as JSON.
  const beginnings = partNames.map((split) => labels.map((one) => JSON.stringify([split, one]).slice(0, -1)))
  let waiting = ''
  part.forEach((code, i) => {
    if (decodePart(code) === null) return
    waiting += `${at(at(beginnings, code), at(label, i))},"${digests.hex(at(text, i))}"]`
    if (waiting.length < hashedAtATime) return
    hash.update(waiting)
    waiting = ''
  })
  return hash.update(waiting).digest('hex')
}

/** Characters: a call for each row would take longer than what it does. */
const hashedAtATime = 2 ** 14
