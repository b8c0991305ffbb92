import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { datasetOptions, readDataset, type DatasetOptions } from '../dataset/dataset.ts'

const wanted = 100

export interface ProofTexts {
  readonly texts: readonly string[]
  readonly source: string
  /** Whether they are of the test part of the run itself. */
  readonly isOwn: boolean
}

/**
 * The texts that an export is proved with: 100 of the run's own test part, or where its dataset cannot be read any more
 * of the sample reviews.
 */
export async function proofTexts(recipe: Recipe | null, signal: AbortSignal): Promise<ProofTexts> {
  if (recipe !== null) {
    try {
      return { ...(await testTexts(datasetOptions(recipe), signal)), isOwn: true }
    } catch (error) {
      if (!(error instanceof LastlayerError) || error.code === 'cancelled') throw error
    }
  }
  return { ...(await testTexts(datasetOptions({ dataset: 'sample:reviews' }), signal)), isOwn: false }
}

/** Texts from all over the test part, cleaned. */
async function testTexts(options: DatasetOptions, signal: AbortSignal): Promise<Omit<ProofTexts, 'isOwn'>> {
  const dataset = await readDataset(options, undefined, signal)
  const test = dataset.examples.filter(({ split }) => split === 'test')
  const step = Math.max(1, test.length / wanted)
  const chosen = new Set(test.filter((_, i) => i % step < 1))
  const texts: string[] = []
  for await (const { text } of dataset.texts((example) => chosen.has(example), signal)) texts.push(text)
  return { texts, source: dataset.summary.source }
}
