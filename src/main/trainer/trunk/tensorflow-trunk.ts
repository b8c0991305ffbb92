import { blockTensors, embeddingTensors } from '../model/families/names.ts'
import { float32ToFloat16 } from '../model/files/half.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { allTokensBlock, firstTokenBlock } from '../network/block.ts'
import { noDropout } from '../network/dropout.ts'
import { embed } from '../network/embeddings.ts'
import { ParameterSource } from '../network/parameters.ts'
import { tf } from '../backend/tf.ts'
import type { Features, Trunk, TrunkShape } from './trunk-shape.ts'
import { at } from '../../../shared/at.ts'

/** The trunk on TensorFlow.js, with the very layers that the tail trains; for a GPU. */
export class TensorflowTrunk implements Trunk {
  private constructor(
    readonly source: ParameterSource,
    readonly shapes: readonly TrunkShape[],
  ) {}

  static async open(model: ModelFolder, shapes: readonly TrunkShape[]): Promise<TensorflowTrunk> {
    const { config } = model
    const depth = Math.max(...shapes.map(({ depth }) => depth))
    const blocks = Array.from({ length: depth }, (_, i) => blockTensors(config.family, i)).flat()
    const tensors = new Map<string, tf.Tensor>()
    for (const name of [...embeddingTensors(config.family), ...blocks]) {
      tensors.set(name, tf.tensor(await model.read(name), [...model.shape(name)]))
    }
    return new TensorflowTrunk(new ParameterSource(config, tensors), shapes)
  }

  async run(ids: Int32Array, batch: number, length: number): Promise<Features[]> {
    const outputs = tf.tidy(() => this.#outputs(tf.tensor2d(ids, [batch, length], 'int32')))
    const features = (await Promise.all(outputs.map((output) => output.data()))) as Float32Array[]
    tf.dispose(outputs)
    return features.map((values, i) => (at(this.shapes, i).precision === 'float16' ? float32ToFloat16(values) : values))
  }

  #outputs(ids: tf.Tensor2D): tf.Tensor[] {
    const { config } = this.source
    const mask = tf.onesLike(tf.cast(ids, 'float32'))
    const hidden = [embed(ids, this.source.embeddings(), config, noDropout)]
    const below = (depth: number): tf.Tensor3D => {
      while (hidden.length <= depth) {
        const index = hidden.length - 1
        hidden.push(allTokensBlock(at(hidden, index), mask, this.source.block(index), config, noDropout))
      }
      return at(hidden, depth)
    }
    return this.shapes.map(({ depth, output }) => {
      if (output !== 'first') return below(depth)
      return firstTokenBlock(below(depth - 1), mask, this.source.block(depth - 1), config, noDropout)
    })
  }

  close(): Promise<void> {
    tf.dispose([...this.source.tensors.values()])
    return Promise.resolve()
  }
}
