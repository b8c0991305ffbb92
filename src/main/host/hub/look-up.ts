import type { ModelConfig } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import type { TrainerHost } from '../trainer/start.ts'
import type { Hub, HubModel } from './hub.ts'
import { neededFiles, requireFile, type NeededFile } from './needed-files.ts'

/** A model on the hub that Lastlayer can fine-tune. */
export interface LookUp {
  readonly model: HubModel
  readonly config: ModelConfig
  readonly files: readonly NeededFile[]
}

/**
 * Asks the hub for a model. Whether it can be used is known before any weight is fetched: from its list of files and its
 * config.json, which the trainer understands.
 * @throws LastlayerError `usage`, `network`, `model` or `cancelled`
 */
export async function lookUp(
  hub: Hub,
  trainer: Pick<TrainerHost, 'run'>,
  name: string,
  { revision = 'main', signal }: { readonly revision?: string; readonly signal: AbortSignal },
): Promise<LookUp> {
  try {
    const model = await hub.model(name, revision, signal)
    const content = await hub.readFile(model, requireFile(model, 'config.json'), signal)
    const file = { text: content.toString('utf8'), name: `config.json of ${model.name}` }
    const config = await trainer.run('describeConfig', file, { signal })
    return { model, config, files: neededFiles(model) }
  } catch (error) {
    if (signal.aborted) throw new LastlayerError('cancelled', 'Stopped.', { cause: error })
    throw error
  }
}
