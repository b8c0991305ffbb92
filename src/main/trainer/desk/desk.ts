import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { at } from '../../../shared/at.ts'
import type { Params, Result } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Suspect } from '../../../shared/suspects.ts'
import { makeTemporaryFolder } from '../../disk/temporary-folder.ts'
import { datasetOptions, readDataset, type Dataset, type Example } from '../dataset/dataset.ts'
import { TextStore } from '../dataset/survey/text-store.ts'
import { openModel } from '../model/locate-model.ts'
import { readOwnRecipe } from '../run/kept-corrections.ts'
import { findLabelErrors, marginOf } from './confident-learning.ts'
import { scoreTexts, type DeskProgress } from './score-texts.ts'
import { readSuspects, writeSuspects } from './suspects-file.ts'

/** How many suspects are kept; nobody looks through more. */
const mostKept = 2000
/** Texts in memory at a time. */
const atOnce = 100

/**
 * The training texts of a run whose labels are probably wrong. They are looked for once; the run's folder keeps them.
 * @throws LastlayerError `output` if the folder is no run, `dataset` or `model` if the run's own cannot be read any more,
 * `cancelled` once the signal is aborted
 */
export async function desk(
  { run, places, offset, limit }: Params<'desk'>,
  signal: AbortSignal,
  onProgress: DeskProgress,
): Promise<Result<'desk'>> {
  const known = await readSuspects(run, offset, limit)
  if (known !== null) return known
  await findSuspects(run, places.cache, signal, onProgress)
  const found = await readSuspects(run, offset, limit)
  if (found === null) throw new LastlayerError('internal', `What was found in ${run} cannot be read.`)
  return found
}

async function findSuspects(
  run: string,
  cacheRoot: string,
  signal: AbortSignal,
  onProgress: DeskProgress,
): Promise<void> {
  const recipe = await readOwnRecipe(run)
  if (recipe === null) throw new LastlayerError('output', `${run} is no run: its recipe.json is missing or damaged.`)
  const folder = makeTemporaryFolder('desk')
  try {
    const texts = await TextStore.create(join(folder, 'texts'))
    await lookThrough({ run, recipe, cacheRoot, texts, signal, onProgress }).finally(() => texts.close())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Looking {
  readonly run: string
  readonly recipe: Recipe
  readonly cacheRoot: string
  /** Where the texts are kept as they are read. */
  readonly texts: TextStore
  readonly signal: AbortSignal
  readonly onProgress: DeskProgress
}

async function lookThrough({ run, recipe, cacheRoot, texts, signal, onProgress }: Looking): Promise<void> {
  const model = await openModel(recipe.model)
  try {
    const onRows = (done: number): void => onProgress({ phase: 'reading', done, total: done, unit: 'rows' })
    const dataset = await readDataset(datasetOptions(recipe), onRows, signal, texts)
    // Validation texts are taken from the training texts, and have labels as wrong as theirs.
    const isTrained = ({ split }: Example): boolean => split !== 'test'
    const examples = dataset.examples.filter(isTrained)
    const { labels } = dataset.summary
    const probabilities = await scoreTexts({ examples, dataset, model, recipe, cacheRoot, signal, onProgress })
    const { ranked, probable } = rank(examples, probabilities, labels.length)
    const head = { labels, texts: examples.length, probable, total: Math.min(mostKept, ranked.length) }
    await writeSuspects(run, head, suspectsOf(dataset, ranked.slice(0, mostKept), signal))
  } finally {
    await model.close()
  }
}

interface Ranked extends Omit<Suspect, 'text'> {
  readonly example: Example
}

/**
 * Probable label errors and texts that are there with another label too, then the others whose label is not the likeliest:
 * each by margin, the likeliest errors first.
 */
function rank(
  examples: readonly Example[],
  probabilities: Float64Array,
  classes: number,
): { ranked: Ranked[]; probable: number } {
  const row = (place: number): Float64Array => probabilities.subarray(place * classes, (place + 1) * classes)
  const margins = examples.map(({ label }, place) => marginOf(row(place), label))
  const contradicting = contradictionsOf(examples)
  const labels = examples.map(({ label }) => label)
  const found = findLabelErrors(probabilities, labels, classes).suspects
  const probable = new Set([...found, ...contradicting])
  const others = margins.flatMap((margin, place) => (margin < 0 && !probable.has(place) ? [place] : []))
  const byMargin = (a: number, b: number): number => at(margins, a) - at(margins, b) || a - b
  const places = [...[...probable].sort(byMargin), ...others.sort(byMargin)]
  const ranked = places.map((place): Ranked => {
    const example = at(examples, place)
    const { ordinal, digest, label } = example
    const rounded = Array.from(row(place), (p) => Number(p.toPrecision(7)))
    return { example, ordinal, digest, label, probabilities: rounded, contradicts: contradicting.has(place) }
  })
  return { ranked, probable: probable.size }
}

/** The places of the texts that are there with different labels. */
function contradictionsOf(examples: readonly Example[]): Set<number> {
  const labelsOf = new Map<string, Set<number>>()
  for (const { digest, label } of examples) labelsOf.set(digest, (labelsOf.get(digest) ?? new Set()).add(label))
  return new Set(examples.flatMap(({ digest }, i) => ((labelsOf.get(digest)?.size ?? 0) > 1 ? [i] : [])))
}

/** The ranked ones in their order, with their texts. */
async function* suspectsOf(dataset: Dataset, ranked: readonly Ranked[], signal: AbortSignal): AsyncGenerator<Suspect> {
  for (let start = 0; start < ranked.length; start += atOnce) {
    const some = ranked.slice(start, start + atOnce)
    const wanted = new Set(some.map(({ example }) => example))
    const texts = new Map<number, string>()
    for await (const { example, text } of dataset.texts((one) => wanted.has(one), signal)) {
      texts.set(example.ordinal, text)
    }
    for (const { example, ...one } of some) yield { ...one, text: texts.get(example.ordinal) ?? '' }
  }
}
