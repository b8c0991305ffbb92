import { join } from 'node:path'
import { z } from 'zod'
import { LastlayerError } from '../../../../shared/errors.ts'
import { weightsFile } from '../../../../shared/model-files.ts'
import { readJsonFile } from './folder-files.ts'
import { maxTensors } from './safetensors-header.ts'

/** Says which part of the weights holds a tensor, in Hugging Face's layout. */
export const indexFile = `${weightsFile}.index.json`

/** All of them are open at once. */
const mostParts = 256

const schema = z.looseObject({ weight_map: z.record(z.string(), z.string()) })

/**
 * For each tensor the name of its file, by the index of a folder; null where there is none. A part lies in the folder
 * itself.
 * @throws LastlayerError `model`
 */
export async function readIndex(folder: string): Promise<ReadonlyMap<string, string> | null> {
  const json = await readJsonFile(folder, indexFile)
  if (json === null) return null
  const refusal = (reason: string): LastlayerError =>
    new LastlayerError('model', `${join(folder, indexFile)} cannot be used: ${reason}. Download the model again.`)

  const parsed = schema.safeParse(json)
  if (!parsed.success) throw refusal('it has no weight_map from tensors to the names of files')
  const index = new Map(Object.entries(parsed.data.weight_map))
  const parts = new Set(index.values())
  const outside = [...parts].find((name) => !/^[\w.-]+\.safetensors$/.test(name))
  if (outside !== undefined) {
    throw refusal(
      `it names the part ${JSON.stringify(outside.slice(0, 100))}, which is no safetensors file of its folder`,
    )
  }
  if (parts.size === 0) throw refusal('its weight_map is empty')
  if (parts.size > mostParts) throw refusal(`it has more than ${mostParts} parts`)
  if (index.size > maxTensors) throw refusal(`it has more than ${maxTensors} tensors`)
  return index
}
