import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { split, type DatasetSummary } from '../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { writeStreamAtomic } from '../../disk/atomic-files.ts'
import { examplesName } from '../../disk/resumption.ts'
import { fingerprintOfExamples, keptTexts, type Dataset, type Example } from '../dataset/dataset.ts'
import { digestOf } from '../dataset/survey/survey.ts'
import { readTextAt, type TextPlace } from '../dataset/survey/text-store.ts'
import { linesOf, parseLine } from '../../run-files/json-lines.ts'

/** Lines that are written at once. */
const piece = 1000

/** What is kept of an example: ordinal, label, part, digest; where its text begins and how long it is, in bytes. */
const line = z.tuple([z.int(), z.int(), split, z.string(), z.int(), z.int()])

interface PlacedExample extends Example {
  readonly place: TextPlace
}

/** Writes the list of the examples of a run, a line for each, which appears whole or not at all. @throws LastlayerError `output` */
export async function writeExamples(
  folder: string,
  examples: readonly Example[],
  placeOf: (ordinal: number) => TextPlace,
): Promise<void> {
  const lineOf = ({ ordinal, label, split, digest }: Example): string => {
    const { begin, length } = placeOf(ordinal)
    return `${JSON.stringify([ordinal, label, split, digest, begin, length] satisfies z.infer<typeof line>)}\n`
  }
  const pieces = function* (): Generator<Buffer> {
    for (let start = 0; start < examples.length; start += piece) {
      yield Buffer.from(
        examples
          .slice(start, start + piece)
          .map(lineOf)
          .join(''),
      )
    }
  }
  await writeStreamAtomic(join(folder, examplesName), pieces())
}

/**
 * Opens the dataset of a run as the run had read it.
 * @param path of the file of texts
 * @throws LastlayerError `output` if the list is not that of the dataset; later, if a text is not what it was
 */
export async function openExamples(
  folder: string,
  path: string,
  summary: DatasetSummary,
): Promise<{ dataset: Dataset; close: () => Promise<void> }> {
  const examples = await readExamples(join(folder, examplesName), summary)
  const texts = await open(path, 'r').catch((cause: unknown) => {
    throw damaged(path, cause)
  })
  const textOf = async (example: Example): Promise<string> => {
    const { place, digest } = example as PlacedExample
    const text = await readTextAt(texts, place).catch(() => null)
    if (text === null || digestOf(text) !== digest) throw damaged(path)
    return text
  }
  const dataset: Dataset = {
    summary,
    examples,
    texts: (wanted, signal) => keptTexts(textOf, examples.filter(wanted), signal),
  }
  return { dataset, close: () => texts.close() }
}

async function readExamples(path: string, { labels, fingerprint }: DatasetSummary): Promise<PlacedExample[]> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw damaged(path, cause)
  })
  try {
    const examples: PlacedExample[] = []
    for await (const { bytes } of linesOf(file)) {
      const parsed = line.safeParse(parseLine(bytes))
      if (!parsed.success || parsed.data[1] >= labels.length) throw damaged(path)
      const [ordinal, label, split, digest, begin, length] = parsed.data
      examples.push({ ordinal, label, split, digest, place: { begin, length } })
    }
    if (fingerprintOfExamples(examples, labels) !== fingerprint) throw damaged(path)
    return examples
  } finally {
    await file.close()
  }
}

function damaged(path: string, cause?: unknown): LastlayerError {
  return new LastlayerError('output', `${path} is not what this run has written: start a new run with its recipe.`, {
    cause,
  })
}
