import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { datasetSummary, type DatasetSummary } from '../../../shared/dataset-summary.ts'
import { recipe, type Recipe } from '../../../shared/recipe.ts'
import { runReport, type RunReport } from '../../../shared/run-events.ts'

/** What is known of how a model came to be; nothing of a model folder without a run. */
export interface RunFacts {
  readonly recipe: Recipe | null
  readonly dataset: DatasetSummary | null
  readonly report: RunReport | null
  /** The pretrained model, with its licence where it is known; null for a model folder without a run. */
  readonly base: { readonly name: string; readonly licence: string | null } | null
}

/** What the models folder keeps beside a downloaded model. */
const source = z.object({ name: z.string(), licence: z.string().nullable() })

/** Reads a run's own files; what is missing or damaged is null. */
export async function readRunFacts(run: string): Promise<RunFacts> {
  const found = await read(join(run, 'recipe.json'), recipe)
  return {
    recipe: found,
    dataset: await read(join(run, 'dataset.json'), datasetSummary),
    report: await read(join(run, 'report.json'), runReport),
    base: found === null ? null : await describeBase(found.model),
  }
}

async function describeBase(model: string): Promise<NonNullable<RunFacts['base']>> {
  const downloaded = await read(join(model, 'source.json'), source)
  return downloaded ?? { name: basename(model), licence: await licenceOnCard(model) }
}

/** From the head of a model card, which is YAML. */
async function licenceOnCard(model: string): Promise<string | null> {
  const card = await readFile(join(model, 'README.md'), 'utf8').catch(() => '')
  const head = /^---\r?\n(.*?)\r?\n---/s.exec(card)?.[1] ?? ''
  return /^license: *(\S+) *$/m.exec(head)?.[1] ?? null
}

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
