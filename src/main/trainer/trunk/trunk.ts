import type { TrunkEngine } from '../../../shared/recipe.ts'
import type { Device } from '../../../shared/run-events.ts'
import { blockTensors, embeddingTensors } from '../model/families/names.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { trunkGraph } from './encoder-graph.ts'
import { OnnxSession } from './onnx-session.ts'
import { TensorflowTrunk } from './tensorflow-trunk.ts'
import type { Trunk, TrunkShape } from './trunk-shape.ts'
import { at } from '../../../shared/at.ts'

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
  const encoded = shapes.filter(({ output }) => output !== 'ids')
  if (encoded.length === 0) return withIds(shapes, null)
  const usesTensorflow = engine === 'tensorflow' || (engine === 'auto' && device.device === 'gpu')
  const trunk = await (usesTensorflow
    ? TensorflowTrunk.open(model, encoded)
    : OnnxSession.open(trunkGraph(model, encoded)))
  return encoded.length === shapes.length ? trunk : withIds(shapes, trunk)
}

/** Where nothing is frozen, a text's features are its token ids; the other shapes are the trunk's. */
function withIds(shapes: readonly TrunkShape[], trunk: Trunk | null): Trunk {
  return {
    run: async (ids, batch, length) => {
      const outputs = (await trunk?.run(ids, batch, length)) ?? []
      let next = 0
      return shapes.map(({ output }) => (output === 'ids' ? Float32Array.from(ids) : at(outputs, next++)))
    },
    close: async () => trunk?.close(),
  }
}
