import type { EncoderConfig } from '../model/families/config.ts'
import type { Affine } from '../model/families/family.ts'
import type { tf } from '../backend/tf.ts'
import type { BlockParameters } from './block.ts'
import type { EmbeddingParameters } from './embeddings.ts'
import type { Parameters } from './layers.ts'

/** Finds tensors by name and puts them together as the layers want them. */
export class ParameterSource {
  constructor(
    readonly config: EncoderConfig,
    readonly tensors: ReadonlyMap<string, tf.Tensor>,
  ) {}

  tensor(name: string): tf.Tensor {
    const found = this.tensors.get(name)
    if (found === undefined) throw new Error(`There is no tensor ${name}.`)
    return found
  }

  layer({ weight, bias }: Affine): Parameters {
    return { weight: this.tensor(weight), bias: this.tensor(bias) }
  }

  embeddings(): EmbeddingParameters {
    const { words, positions, types, norm } = this.config.family.embeddings
    return {
      words: this.tensor(words),
      positions: this.tensor(positions),
      types: types === null ? null : this.tensor(types),
      norm: this.layer(norm),
    }
  }

  block(index: number): BlockParameters {
    const names = this.config.family.block(index)
    return {
      query: this.layer(names.query),
      key: this.layer(names.key),
      value: this.layer(names.value),
      attentionOutput: this.layer(names.attentionOutput),
      attentionNorm: this.layer(names.attentionNorm),
      feedForwardIn: this.layer(names.feedForwardIn),
      feedForwardOut: this.layer(names.feedForwardOut),
      outputNorm: this.layer(names.outputNorm),
    }
  }
}
