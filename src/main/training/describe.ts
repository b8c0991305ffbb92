import { basename } from 'node:path'
import type { ModelChoice, Params } from '../../shared/contract.ts'
import { encoderShapes, parameterCount } from './model/expected-shapes.ts'
import { openModel } from './locate-model.ts'

/**
 * What a model folder, or a run's, holds.
 * @throws LastlayerError `model`
 */
export async function describe({ path }: Params<'describe'>): Promise<ModelChoice> {
  const model = await openModel(path)
  try {
    const { family, blocks, dim, positions, labels } = model.config
    return {
      path,
      name: basename(path),
      family,
      blocks,
      dim,
      parameters: parameterCount(encoderShapes(model.config)),
      positions,
      labels: labels === null ? null : [...labels],
    }
  } finally {
    await model.close()
  }
}
