import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { ModelStore } from '../models/model-store.ts'
import { isRepository } from '../models/repository.ts'
import { bundledModel } from '../places.ts'
import type { TrainerHost } from '../trainer-host.ts'
import type { Screen } from './screen.ts'

/** What every command works with. */
export interface Session {
  readonly host: Pick<TrainerHost, 'run'>
  readonly screen: Screen
  readonly places: Places
  /** Aborts when the person asks to stop. */
  readonly signal: AbortSignal
}

/** The folder of a run or a model: a path, or the name of a run as `runs` lists it. */
export function runOrModelPath(name: string, { runs }: Places): string {
  const path = resolve(name)
  return !existsSync(path) && existsSync(join(runs, name)) ? join(runs, name) : path
}

/**
 * The folder of a model to fine-tune: the bundled one, a folder, or a downloaded model by its name. Nothing is downloaded.
 * @throws LastlayerError `model` if there is none, `usage` if the name may be two
 */
export async function modelPath(name: string, { models }: Places): Promise<string> {
  if (name === 'bundled') return bundledModel()
  const path = resolve(name)
  if (existsSync(path)) return path
  const model = await new ModelStore(models).find(name)
  if (model !== null) return model.path
  const advice = isRepository(name)
    ? `nor a downloaded model of that name: \`npm run lastlayer -- models add ${name}\` downloads it from the hub.`
    : 'nor can it be the name of a downloaded model. Choose the folder of a pretrained model.'
  throw new LastlayerError('model', `There is no model folder ${path}, ${advice}`)
}
