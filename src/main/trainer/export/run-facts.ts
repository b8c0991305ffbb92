import { basename, join } from 'node:path'
import { z } from 'zod'
import { datasetSummary, type DatasetSummary } from '../../../shared/dataset-summary.ts'
import { storedRecipe, type Recipe } from '../../../shared/recipe.ts'
import { runReport, type RunReport } from '../../../shared/run-events.ts'
import { readText } from '../../disk/confinement.ts'
import { readJsonAs } from '../../disk/read-json.ts'
import { asKept } from '../run/kept-corrections.ts'

const baseModel = z.object({ name: z.string(), licence: z.string().nullable() })
type BaseModel = z.infer<typeof baseModel>

/** What is known of how a model came to be; nothing of a model folder without a run. */
export interface RunFacts {
  readonly recipe: Recipe | null
  readonly dataset: DatasetSummary | null
  readonly report: RunReport | null
  /** The model that was fine-tuned; `licence` as its hub or its own card names it. */
  readonly base: BaseModel
}

/** Reads a run's own files; what is missing or damaged is null. */
export async function readRunFacts(run: string): Promise<RunFacts> {
  const found = await readJsonAs(join(run, 'recipe.json'), storedRecipe)
  const model = found?.model ?? run
  return {
    recipe: found && asKept(run, found),
    dataset: await readJsonAs(join(run, 'dataset.json'), datasetSummary),
    report: await readJsonAs(join(run, 'report.json'), runReport),
    // A downloaded model has a file that says where it comes from.
    base: (await readJsonAs(join(model, 'source.json'), baseModel)) ?? {
      name: basename(model),
      licence: await readLicence(model),
    },
  }
}

/** From the head of a model card, which is YAML. */
async function readLicence(model: string): Promise<string | null> {
  const card = await readText(join(model, 'README.md')).catch(() => '')
  const head = /^---\r?\n(.*?)\r?\n---/s.exec(card)?.[1] ?? ''
  return /^license: *([\w.-]+) *$/m.exec(head)?.[1] ?? null
}
