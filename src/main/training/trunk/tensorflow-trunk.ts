import { blockTensors, embeddingTensors } from '../model/names.ts'
import { float32ToFloat16 } from '../model/half.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { allTokensBlock, firstTokenBlock } from '../tail/block.ts'
import { noDropout } from '../tail/dropout.ts'
import { embed } from '../tail/embeddings.ts'
import { ParameterSource } from '../tail/parameters.ts'
import { tf } from '../tf.ts'
import type { Trunk, TrunkShape } from './trunk.ts'

/** The trunk on TensorFlow.js, with the very layers that the tail trains; for a GPU. */
export class TensorflowTrunk implements Trunk {
  private constructor(
    readonly source: ParameterSource,
    readonly shape: TrunkShape,
  ) {}

  static async open(model: ModelFolder, shape: TrunkShape): Promise<TensorflowTrunk> {
    const { config } = model
    const blocks = Array.from({ length: shape.depth }, (_, i) => blockTensors(config.family, i)).flat()
    const tensors = new Map<string, tf.Tensor>()
    for (const name of [...embeddingTensors(config.family), ...blocks]) {
      tensors.set(name, tf.tensor(await model.read(name), [...model.shape(name)]))
    }
    return new TensorflowTrunk(new ParameterSource(config, tensors), shape)
  }

  async run(ids: Int32Array, batch: number, length: number): Promise<Float32Array | Uint16Array> {
    const output = tf.tidy(() => this.#features(tf.tensor2d(ids, [batch, length], 'int32')))
    const features = (await output.data()) as Float32Array
    output.dispose()
    return this.shape.precision === 'float16' ? float32ToFloat16(features) : features
  }

  #features(ids: tf.Tensor2D): tf.Tensor {
    const { config } = this.source
    const mask = tf.onesLike(tf.cast(ids, 'float32'))
    const top = this.shape.depth - 1
    let x = embed(ids, this.source.embeddings(), config, noDropout)
    for (let i = 0; i <= top; i++) {
      const block = this.source.block(i)
      if (i === top && this.shape.output === 'first') return firstTokenBlock(x, mask, block, config, noDropout)
      x = allTokensBlock(x, mask, block, config, noDropout)
    }
    return x
  }

  close(): Promise<void> {
    tf.dispose([...this.source.tensors.values()])
    return Promise.resolve()
  }
}
