import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { readRecipe } from '../../run-files/kept-file.ts'
import { readAbstention, readModelConfig } from '../../run-files/model-config.ts'
import { replaceFile, requireUnchanged } from '../../run-files/model-digests.ts'
import type { Trainer } from './current-run.ts'
import { writeReportFiles } from './report-files.ts'

/**
 * Keeps it with the run's model, and writes the run's model card and report anew, so that they say what holds. Where they
 * cannot be written, it is as it was.
 * @throws LastlayerError as {@link keepAbstention}; `output` if one of them cannot be written
 */
export async function abstain(trainer: Pick<Trainer, 'run'>, run: string, below: number | null): Promise<void> {
  const former = await readAbstention(run)
  await keepAbstention(run, below)
  try {
    await writeReportFiles(trainer, run)
  } catch (error) {
    await keepAbstention(run, former)
    throw error
  }
}

/**
 * Keeps it with the run's model, or takes it away with null. Only a run's own model is changed.
 * @throws LastlayerError `model` if the folder is no finished run or its config.json is damaged, `output` if its config.json cannot be written
 */
export async function keepAbstention(run: string, below: number | null): Promise<void> {
  const { state } = await readRecipe(run)
  await requireUnchanged(join(run, 'model'), ['config.json'])
  const found = state === 'missing' ? null : await readModelConfig(run)
  if (found === null) {
    throw new LastlayerError('model', `${run} is no finished run of Lastlayer: choose one that \`runs\` lists.`)
  }
  // What is undefined is not written.
  const lastlayer = { ...found.lastlayer, abstain_below: below ?? undefined }
  await replaceFile(join(run, 'model'), 'config.json', `${JSON.stringify({ ...found, lastlayer }, null, 2)}\n`)
}
