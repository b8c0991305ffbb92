import { LastlayerError } from '../../../shared/errors.ts'
import { parseConfig, type EncoderConfig } from '../../trainer/model/families/config.ts'
import type { Hub, HubModel } from './hub.ts'
import { neededFiles, requireFile, type NeededFile } from './needed-files.ts'

/** A model on the hub that Lastlayer can fine-tune. */
export interface LookUp {
  readonly model: HubModel
  readonly config: EncoderConfig
  readonly files: readonly NeededFile[]
}

/**
 * Asks the hub for a model. Whether it can be used is known before any weight is fetched: from its list of files and its
 * config.json.
 * @throws LastlayerError `usage`, `network`, `model` or `cancelled`
 */
export async function lookUp(hub: Hub, name: string, revision: string, signal: AbortSignal): Promise<LookUp> {
  try {
    const model = await hub.model(name, revision, signal)
    const content = await hub.readFile(model, requireFile(model, 'config.json'), signal)
    return { model, config: parseConfigOf(model, content), files: neededFiles(model) }
  } catch (error) {
    if (signal.aborted) throw new LastlayerError('cancelled', 'Stopped.', { cause: error })
    throw error
  }
}

function parseConfigOf({ name }: HubModel, content: Buffer): EncoderConfig {
  const file = `config.json of ${name}`
  let json: unknown
  try {
    json = JSON.parse(content.toString('utf8'))
  } catch (cause) {
    throw new LastlayerError('model', `${file} is not valid JSON. Choose another model.`, { cause })
  }
  return parseConfig(json, file)
}
