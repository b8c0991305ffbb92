import type { TrunkEngine } from '../../../shared/recipe.ts'
import type { Device } from '../../../shared/run-events.ts'
import { blockTensors, embeddingTensors } from '../model/families/names.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { EncoderGraph, trunkGraph } from './encoder-graph.ts'
import { Int8EncoderGraph } from './int8-encoder-graph.ts'
import { OnnxSession } from './onnx-session.ts'
import { TensorflowTrunk } from './tensorflow-trunk.ts'
import type { Features, Trunk, TrunkShape } from './trunk-shape.ts'
import { at } from '../../../shared/at.ts'

/** Digest of everything in the model that the features depend on: weights, the numbers of the config, 8-bit arithmetic. */
export async function trunkDigest(
  model: ModelFolder,
  { depth, output }: TrunkShape,
  engine: TrunkEngine,
): Promise<string> {
  if (output === 'ids') return 'ids'
  const { family, heads, layerNormEps, activation, firstPosition } = model.config
  const blocks = Array.from({ length: depth }, (_, i) => blockTensors(family, i)).flat()
  const digest = await model.digest([...embeddingTensors(family), ...blocks])
  const arithmetic = engine === 'int8' ? 'int8-' : ''
  return `${arithmetic}${family.name}-${heads}-${layerNormEps}-${activation}-${firstPosition}-${digest}`
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
  const trunk = await openEncoder(model, encoded, engine, device)
  return encoded.length === shapes.length ? trunk : withIds(shapes, trunk)
}

async function openEncoder(
  model: ModelFolder,
  shapes: readonly TrunkShape[],
  engine: TrunkEngine,
  device: Device,
): Promise<Trunk> {
  if (engine === 'int8') return textByText(await OnnxSession.open(trunkGraph(new Int8EncoderGraph(model), shapes)))
  const usesTensorflow = engine === 'tensorflow' || (engine === 'auto' && device.device === 'gpu')
  if (usesTensorflow) return TensorflowTrunk.open(model, shapes)
  return OnnxSession.open(trunkGraph(new EncoderGraph(model), shapes))
}

/** Each text in a call of its own, where the texts of a call share a scale. */
function textByText(trunk: Trunk): Trunk {
  return {
    run: async (ids, batch, length) => {
      const texts: Features[][] = []
      for (let i = 0; i < batch; i++) texts.push(await trunk.run(ids.subarray(i * length, (i + 1) * length), 1, length))
      return at(texts, 0).map((_, shape) => joined(texts.map((outputs) => at(outputs, shape))))
    },
    close: () => trunk.close(),
  }
}

/** Features of one precision and size, one after another. */
function joined(parts: readonly Features[]): Features {
  const first = at(parts, 0)
  const out = new (first instanceof Float32Array ? Float32Array : Uint16Array)(parts.length * first.length)
  parts.forEach((part, i) => out.set(part, i * first.length))
  return out
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
