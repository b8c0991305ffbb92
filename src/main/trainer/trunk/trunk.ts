import type { TrunkEngine } from '../../../shared/recipe.ts'
import type { Device } from '../../../shared/run-events.ts'
import { blockTensors, embeddingTensors } from '../model/families/names.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { trunkGraph } from './encoder-graph.ts'
import { OnnxSession } from './onnx-session.ts'
import { TensorflowTrunk } from './tensorflow-trunk.ts'
import type { Trunk, TrunkShape } from './trunk-shape.ts'

/** Digest of everything in the model that the features depend on: weights and the numbers of the config. */
export async function trunkDigest(model: ModelFolder, { depth, output }: TrunkShape): Promise<string> {
  if (output === 'ids') return 'ids'
  const { family, heads, layerNormEps, activation, firstPosition } = model.config
  const blocks = Array.from({ length: depth }, (_, i) => blockTensors(family, i)).flat()
  const digest = await model.digest([...embeddingTensors(family), ...blocks])
  return `${family.name}-${heads}-${layerNormEps}-${activation}-${firstPosition}-${digest}`
}

/**
 * A trunk that computes some shapes in one pass, on the engine asked for; `auto` takes TensorFlow where it uses a GPU.
 * The backend must be ready. Shapes of ids alone need no engine.
 */
export async function openTrunk(
  model: ModelFolder,
  shapes: readonly TrunkShape[],
  engine: TrunkEngine,
  device: Device,
): Promise<Trunk> {
  if (shapes.every(({ output }) => output === 'ids')) return idsTrunk
  const usesTensorflow = engine === 'tensorflow' || (engine === 'auto' && device.device === 'gpu')
  return usesTensorflow ? TensorflowTrunk.open(model, shapes) : OnnxSession.open(trunkGraph(model, shapes))
}

/** Nothing is frozen: a text's features are its token ids. */
const idsTrunk: Trunk = {
  run: (ids) => Promise.resolve([Float32Array.from(ids)]),
  close: () => Promise.resolve(),
}
