import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { datasetSummary, type DatasetSummary } from '../../../shared/dataset-summary.ts'
import { recipe, type Recipe } from '../../../shared/recipe.ts'
import { runReport, type RunReport } from '../../../shared/run-events.ts'

/** What is known of how a model came to be; nothing of a model folder without a run. */
export interface RunFacts {
  readonly recipe: Recipe | null
  readonly dataset: DatasetSummary | null
  readonly report: RunReport | null
  /** The licence that the base model's own card names. */
  readonly licence: string | null
}

/** Reads a run's own files; what is missing or damaged is null. */
export async function readRunFacts(run: string): Promise<RunFacts> {
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    try {
      return schema.parse(JSON.parse(await readFile(join(run, name), 'utf8')))
    } catch {
      return null
    }
  }
  const found = await read('recipe.json', recipe)
  return {
    recipe: found,
    dataset: await read('dataset.json', datasetSummary),
    report: await read('report.json', runReport),
    licence: await readLicence(found?.model ?? run),
  }
}

/** From the head of a model card, which is YAML. */
async function readLicence(model: string): Promise<string | null> {
  const card = await readFile(join(model, 'README.md'), 'utf8').catch(() => '')
  const head = /^---\r?\n(.*?)\r?\n---/s.exec(card)?.[1] ?? ''
  return /^license: *([\w.-]+) *$/m.exec(head)?.[1] ?? null
}
