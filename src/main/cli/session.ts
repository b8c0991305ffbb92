import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { LastlayerError } from '../../shared/errors.ts'
import type { PauseSwitch } from '../../shared/pause.ts'
import { ModelStore } from '../host/models/model-store.ts'
import { isRepository } from '../host/hub/repository.ts'
import { bundledModel } from '../host/paths.ts'
import type { TrainerHost } from '../host/trainer/start.ts'
import type { Screen } from './screen/screen.ts'

/** What every command works with. */
export interface Session {
  readonly host: Pick<TrainerHost, 'run'>
  readonly screen: Screen
  readonly places: Places
  /** Aborts when the person asks to stop: a fine-tuning is then broken off, to be gone on with. */
  readonly signal: AbortSignal
  /** While it is on, a fine-tuning holds still. */
  readonly pause?: PauseSwitch
}

/**
 * The folder of a model or a run: a path, the name of a run as `runs` lists it, that of a downloaded model as `models`
 * does, or `bundled`. Nothing is downloaded.
 * @throws LastlayerError `model` if there is none, `usage` if the name may be two
 */
export async function modelPath(name: string, { runs, models }: Places): Promise<string> {
  if (name === 'bundled') return bundledModel()
  const paths = [resolve(name), join(runs, name)]
  const path = paths.find((path) => existsSync(path))
  if (path !== undefined) return path
  const model = await new ModelStore(models).find(name)
  if (model !== null) return model.path
  const advice = isRepository(name)
    ? `nor a downloaded model of that name: \`npm run lastlayer -- models add ${name}\` downloads it from the hub.`
    : 'nor can it be the name of a downloaded model. Choose the folder of a model.'
  throw new LastlayerError('model', `There is no run or model folder ${paths[0]}, ${advice}`)
}
