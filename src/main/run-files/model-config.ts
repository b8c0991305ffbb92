import { join } from 'node:path'
import { z } from 'zod'
import { keptAbstention } from '../../shared/abstention.ts'
import { readJsonAs } from '../disk/sealed-json.ts'
import { changedFiles } from './model-digests.ts'

const name = 'config.json'
const config = z.looseObject({ lastlayer: z.looseObject(keptAbstention.shape) })
export type ModelConfig = z.infer<typeof config>

/** The config.json of a run's model; null where it is missing or not what was written. */
export async function readModelConfig(run: string): Promise<ModelConfig | null> {
  const folder = join(run, 'model')
  const isChanged = (await changedFiles(folder, [name])).length > 0
  return isChanged ? null : await readJsonAs(join(folder, name), config)
}

/** The confidence below which a run's model does not answer; null if it always does. */
export async function readAbstention(run: string): Promise<number | null> {
  return (await readModelConfig(run))?.lastlayer.abstain_below ?? null
}
