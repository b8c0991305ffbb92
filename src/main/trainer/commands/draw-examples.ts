import { at } from '../../../shared/at.ts'
import type { Params, Result } from '../../../shared/contract.ts'
import type { ReadingProgress } from '../../../shared/reading-progress.ts'
import { datasetOptions, readDataset, type Example } from '../dataset/dataset.ts'
import { permutation, streamKey } from '../random.ts'

/** Examples of a label, and of all labels; where there are more labels than that, one of each. */
const mostOfLabel = 20
const mostOfAll = 200
const mostCharacters = 400
/** Of an example, which a person may want to read to its end. */
const mostOfExample = 4000

/**
 * Examples of a dataset, drawn by a seed and balanced over its labels.
 * @throws LastlayerError `dataset`; `cancelled` once the signal is aborted
 */
export async function drawExamples(
  { choice, exampleSeed }: Params<'drawExamples'>,
  signal: AbortSignal,
  onProgress: (progress: ReadingProgress) => void,
): Promise<Result<'drawExamples'>> {
  const onRows = (done: number): void => onProgress({ phase: 'reading', done, total: done, unit: 'rows' })
  const dataset = await readDataset(datasetOptions(choice), onRows, signal)
  const { summary, labelOf } = dataset
  const drawn = drawnExamples({ ordinals: dataset.ordinals(), labelOf, labels: summary.labels }, exampleSeed)
  for await (const { example, text } of dataset.texts(drawn.isDrawn, signal)) drawn.add(example, text)
  return { examples: drawn.inOrder() }
}

type Shown = Result<'drawExamples'>['examples'][number]

/** The examples of a dataset, by their ordinals, and its labels. */
interface Drawable {
  readonly ordinals: Uint32Array
  readonly labelOf: (ordinal: number) => number
  readonly labels: readonly string[]
}

/** Which examples a seed draws, and their texts as they come. */
export function drawnExamples({ ordinals, labelOf, labels }: Drawable, seed: number) {
  const mostEach = Math.max(1, Math.min(mostOfLabel, Math.floor(mostOfAll / labels.length)))
  const taken = new Array<number>(labels.length).fill(0)
  /** By ordinal, where it stands in the list: the first of every label, then the second of every label. */
  const places = new Map<number, { round: number; label: number }>()
  for (const i of permutation(streamKey('shownExamples', seed), ordinals.length)) {
    const ordinal = at(ordinals, i)
    const label = labelOf(ordinal)
    const round = at(taken, label)
    if (round === mostEach) continue
    taken[label] = round + 1
    places.set(ordinal, { round, label })
  }
  const shown: { place: number; one: Shown }[] = []
  return {
    isDrawn: ({ ordinal }: Example): boolean => places.has(ordinal),
    add({ ordinal }: Example, text: string): void {
      const place = places.get(ordinal)
      if (place === undefined) return
      const one = { text: beginningOf(text, mostOfExample), label: at(labels, place.label) }
      shown.push({ place: place.round * labels.length + place.label, one })
    },
    inOrder: (): Shown[] => shown.sort((a, b) => a.place - b.place).map(({ one }) => one),
  }
}

/** The first characters of a text, none of them cut in half. */
export function beginningOf(text: string, characters = mostCharacters): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
