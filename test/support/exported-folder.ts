import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportModel } from '../../src/main/trainer/export/export.ts'
import type { ExportFormat } from '../../src/shared/export-formats.ts'
import type { ExportProof } from '../../src/shared/export-proof.ts'
import { parseRecipe, type RecipeInput } from '../../src/shared/recipe.ts'
import { makeTinyModel, temporaryFolder, type TinyModel } from './tiny-model.ts'

/** A classifier that is large enough for its answers to survive rounding. */
export function makeClassifier(options: Partial<TinyModel> = {}): Promise<string> {
  return makeTinyModel({ family: 'distilbert', labels: ['neg', 'pos'], dim: 64, hiddenDim: 128, ...options })
}

/** A run's folder with this model, as far as an export reads it. */
export async function makeRun(model: string, settings: Partial<RecipeInput> = {}): Promise<string> {
  const run = join(await temporaryFolder(), 'run')
  await mkdir(run)
  await rename(model, join(run, 'model'))
  const recipe = parseRecipe({ dataset: 'sample:reviews', model, ...settings })
  await writeFile(join(run, 'recipe.json'), JSON.stringify(recipe))
  return run
}

/** Exports into a new folder. */
export async function exported(model: string, format: ExportFormat): Promise<ExportProof> {
  const destination = join(await temporaryFolder(), 'export')
  return exportModel({ model, format, destination }, new AbortController().signal, () => undefined)
}
