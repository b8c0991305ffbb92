import { createHash } from 'node:crypto'
import type { DatasetChoice } from '../../../shared/dataset-settings.ts'
import type { DatasetSummary, Split } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { readCorrections } from '../../disk/corrections-file.ts'
import { needsValidation, recipe, type Recipe } from '../../../shared/recipe.ts'
import { requireSeveral } from './labels/label-map.ts'
import { stopIfCancelled } from './bytes/files.ts'
import { openDataset, type DatasetSource } from './source.ts'
import type { SourceItem } from './rows/row.ts'
import { applyCorrections, type Corrected } from './survey/corrections.ts'
import { inOrder } from './survey/findings.ts'
import { repeatsFound } from './survey/repeats.ts'
import { settle } from './survey/settle.ts'
import { splitRows, type SplitOptions } from './survey/split.ts'
import { digestOf, surveySource } from './survey/survey.ts'
import type { TextStore } from './survey/text-store.ts'
import { at } from '../../../shared/at.ts'

/** What is known of an example while its text stays on disk. */
export interface Example {
  /** Position among the source's rows, from 0. */
  readonly ordinal: number
  /** Index into the summary's labels. */
  readonly label: number
  readonly split: Split
  /** sha256 of the cleaned text, in hexadecimal. */
  readonly digest: string
}

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

type SourceRow = Extract<SourceItem, { kind: 'row' }>

export interface DatasetOptions extends DatasetChoice, SplitOptions {
  /** Whether a model is to be trained on it, unless given, or only measured: then any labelled text will do. */
  readonly purpose?: 'train' | 'measure'
}

/** How a recipe has its dataset read; the settings that it leaves out are at their defaults. */
export function datasetOptions(given: Pick<Recipe, 'dataset'> & Partial<Recipe>): DatasetOptions {
  const { validationShare, ...settings } = recipe.parse({ model: '-', ...given })
  return { ...settings, validationShare: needsValidation(settings) ? validationShare : 0 }
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
): Promise<Dataset> {
  const corrections = options.corrections === null ? [] : await readCorrections(options.corrections)
  const source = await openDataset(options, signal)
  const survey = await surveySource(source, onProgress, signal, keep)
  if (options.purpose !== 'measure') requireSeveral(source.source, survey.labels, options.labelMap)
  const settled = settle(source.source, survey, {
    ...options,
    purpose: options.purpose ?? 'train',
    needsValidation: options.validationShare > 0,
  })
  const { labels, isAutomatic } = settled
  const parts = splitRows(settled, options)
  const uncorrected = settled.rows.map((row, i) => {
    const split = at(parts, i)
    return row === null || split === null ? null : { ...row, split }
  })
  const corrected = applyCorrections(uncorrected, labels, corrections, options.stripHtml)
  const used = corrected.rows
  const examples = used.flatMap((row): Example[] =>
    row === null ? [] : [{ ordinal: row.ordinal, label: row.label, split: row.split, digest: row.digest }],
  )
  requireParts(source.source, examples, options)
  if (corrections.length > 0 && options.purpose !== 'measure') requireLabels(source.source, examples)
  const repeats = findRepeats(examples)
  const summary: DatasetSummary = {
    source: source.source,
    form: source.form,
    splitting: isAutomatic ? 'automatic' : 'given',
    labels: [...labels],
    counts: countExamples(examples, labels.length),
    rejected: { count: survey.rejected.count, rows: [...survey.rejected.rows] },
    ...repeats,
    findings: inOrder([
      ...source.findings,
      ...survey.findings,
      ...settled.findings,
      ...corrected.findings,
      ...repeatsFound({ ...survey, labels }, used, repeats),
    ]),
    columns: source.columns,
    fingerprint: fingerprintOf(examples, labels),
  }
  const isSame = ({ ordinal, label, digest }: Example, row: SourceRow): boolean => {
    const index = survey.classOf.get(row.label) ?? null
    const change = corrected.changed.get(ordinal)
    if (change !== undefined) return digestOf(row.text) === change.digest
    return digestOf(row.text) === digest && index !== null && survey.labels[index] === labels[label]
  }
  const texts: Dataset['texts'] = (wanted, signal) => {
    const some = examples.filter(wanted)
    const read = keep ? keptTexts(keep, some, signal) : readTexts(source, isSame, some, signal)
    return corrected.changed.size === 0 ? read : withEdits(read, corrected)
  }
  return { summary, examples, texts }
}

async function* keptTexts(
  store: TextStore,
  wanted: readonly Example[],
  signal?: AbortSignal,
): AsyncGenerator<ExampleText> {
  for (const example of wanted) {
    stopIfCancelled(signal)
    yield { example, text: await store.text(example.ordinal) }
  }
}

/** The texts that a person has edited, in the place of the dataset's own. */
async function* withEdits(
  read: AsyncIterable<ExampleText>,
  { changed }: Pick<Corrected<Example>, 'changed'>,
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

function requireParts(
  source: string,
  examples: readonly Example[],
  { splitBy, validationShare }: DatasetOptions,
): void {
  const has = (split: Split) => examples.some((example) => example.split === split)
  if (splitBy !== null && !has('test')) {
    const message = `Column "${splitBy}" of ${source} has too few values to split by: each label needs two.`
    throw new LastlayerError('dataset', message)
  }
  if (validationShare > 0 && !has('validation')) {
    const message = `${source} has too few training texts to set some aside: keep the last epoch and no patience.`
    throw new LastlayerError('dataset', message)
  }
}

/** What corrections have left must still be of two labels. */
function requireLabels(source: string, examples: readonly Example[]): void {
  if (new Set(examples.flatMap(({ split, label }) => (split === 'train' ? [label] : []))).size > 1) return
  const message = `The corrections leave ${source} training texts of one label only: a classifier needs at least two.`
  throw new LastlayerError('dataset', message)
}

function countExamples(examples: readonly Example[], labels: number): Record<Split, number[]> {
  const none = () => new Array<number>(labels).fill(0)
  const counts = { train: none(), validation: none(), test: none() }
  for (const { split, label } of examples) counts[split][label] = at(counts[split], label) + 1
  return counts
}

/** Texts met before in their own part, and test texts met in the training or validation part. */
function findRepeats(examples: readonly Example[]): { duplicates: number; leaked: number } {
  const seen = { train: new Set<string>(), validation: new Set<string>(), test: new Set<string>() }
  for (const { split, digest } of examples) seen[split].add(digest)
  const different = seen.train.size + seen.validation.size + seen.test.size
  const known = ({ digest }: Example) => seen.train.has(digest) || seen.validation.has(digest)
  const leaked = examples.filter((example) => example.split === 'test' && known(example)).length
  return { duplicates: examples.length - different, leaked }
}

function fingerprintOf(examples: readonly Example[], labels: readonly string[]): string {
  const hash = createHash('sha256')
  for (const { split, label, digest } of examples) hash.update(JSON.stringify([split, labels[label], digest]))
  return hash.digest('hex')
}
