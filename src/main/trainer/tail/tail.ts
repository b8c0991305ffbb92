import type { EncoderConfig } from '../model/families/config.ts'
import type { FeatureBatch } from '../features/feature-reader.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import type { TrainedTensor } from '../model/save-model.ts'
import { blockTensors, embeddingTensors } from '../model/families/names.ts'
import { normal, streamKey } from '../random.ts'
import { at } from '../../../shared/at.ts'
import { tf } from '../backend/tf.ts'
import { allTokensBlock, firstTokenBlock, type BlockParameters } from '../network/block.ts'
import { reorderRows } from './continued-head.ts'
import { noDropout, type Dropout } from '../network/dropout.ts'
import { takenByFirstToken } from '../network/attention.ts'
import { embed, type EmbeddingParameters } from '../network/embeddings.ts'
import { dense, firstToken, type Parameters } from '../network/layers.ts'
import { ParameterSource } from '../network/parameters.ts'

export interface TailOptions {
  /** K: trainable blocks; 0 for the head alone, whose features have one row. */
  readonly unfreeze: number
  /** Train the embeddings too; `unfreeze` is then all blocks. */
  readonly embeddings: boolean
  readonly labels: number
  /** For each label the class of the model's own head to go on from; null for a new head. */
  readonly classes: readonly number[] | null
  readonly seed: number
  /** One rate for every dropout; null for the model's own. */
  readonly dropout: number | null
}

/** The trainable part: the top K blocks and the head, and the embeddings on request. */
export class Tail {
  readonly #config: EncoderConfig
  readonly #embeddings: EmbeddingParameters | null
  readonly #blocks: readonly BlockParameters[]
  readonly #head: { readonly dense: Parameters; readonly classifier: Parameters }

  private constructor(
    config: EncoderConfig,
    readonly variables: ReadonlyMap<string, tf.Variable>,
    { unfreeze, embeddings }: TailOptions,
  ) {
    const source = new ParameterSource(config, variables)
    const { head } = config.family
    this.#config = config
    this.#embeddings = embeddings ? source.embeddings() : null
    this.#blocks = Array.from({ length: unfreeze }, (_, i) => source.block(config.blocks - unfreeze + i))
    this.#head = { dense: source.layer(head.dense), classifier: source.layer(head.classifier) }
  }

  /**
   * Embeddings and blocks come from the model. So does the head where `classes` says so, and BERT's pooler where the file
   * has one; else the head is new: weights normal with deviation 0.02, biases 0, by seed.
   */
  static async create(model: ModelFolder, options: TailOptions): Promise<Tail> {
    const { unfreeze, embeddings, labels, classes, seed, dropout } = options
    const config = dropout === null ? model.config : withDropout(model.config, dropout)
    const variables = new Map<string, tf.Variable>()
    const add = (name: string, shape: readonly number[], data: Float32Array): void => {
      variables.set(
        name,
        tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), true)),
      )
    }
    const blocks = Array.from({ length: unfreeze }, (_, i) => config.blocks - unfreeze + i)
    const pretrained = [
      ...(embeddings ? embeddingTensors(config.family) : []),
      ...blocks.flatMap((index) => blockTensors(config.family, index)),
    ]
    for (const name of pretrained) add(name, model.shape(name), await model.read(name))

    const { head } = config.family
    const hasDense = classes !== null || (head.isDensePretrained && model.has(head.dense.weight))
    const fresh = (index: number, outputs: number): Float32Array =>
      normal(streamKey('head', seed, index), outputs * config.dim, 0.02)
    const denseWeight = hasDense ? await model.read(head.dense.weight) : fresh(0, config.dim)
    const denseBias = hasDense ? await model.read(head.dense.bias) : new Float32Array(config.dim)
    add(head.dense.weight, [config.dim, config.dim], denseWeight)
    add(head.dense.bias, [config.dim], denseBias)
    const rows = async (name: string): Promise<Float32Array | null> =>
      classes === null ? null : reorderRows(await model.read(name), classes)
    add(head.classifier.weight, [labels, config.dim], (await rows(head.classifier.weight)) ?? fresh(1, labels))
    add(head.classifier.bias, [labels], (await rows(head.classifier.bias)) ?? new Float32Array(labels))
    return new Tail(config, variables, options)
  }

  /** Whether a tensor belongs to the head. */
  isHead(name: string): boolean {
    const { dense, classifier } = this.#config.family.head
    return [dense.weight, dense.bias, classifier.weight, classifier.bias].includes(name)
  }

  get parameterCount(): number {
    return [...this.variables.values()].reduce((sum, variable) => sum + variable.size, 0)
  }

  /** Logits [batch, labels]. Without `dropout` the network is in evaluation mode. */
  logits({ x, mask }: FeatureBatch, dropout: Pick<Dropout, 'apply'> = noDropout): tf.Tensor2D {
    const start = this.#embeddings === null ? x : embed(tokenIds(x), this.#embeddings, this.#config, dropout)
    const lower = this.#blocks.slice(0, -1)
    const top = this.#blocks.at(-1)
    const hidden = lower.reduce((h, block) => allTokensBlock(h, mask, block, this.#config, dropout), start)
    const first = top === undefined ? firstToken(hidden) : firstTokenBlock(hidden, mask, top, this.#config, dropout)
    const { family, headDropout } = this.#config
    const { activation, dropsInput } = family.head
    const pooled = dense(dropsInput ? dropout.apply(first, headDropout) : first, this.#head.dense)
    const activated = activation === 'tanh' ? tf.tanh(pooled) : tf.relu(pooled)
    return dense(dropout.apply(activated, headDropout), this.#head.classifier)
  }

  /** What the first token takes of each token in the only block: [batch, tokens]. @see takenByFirstToken */
  attention({ x, mask }: FeatureBatch): tf.Tensor2D {
    return takenByFirstToken(x, mask, at(this.#blocks, 0), this.#config.heads)
  }

  /** Sets tensors by name; shapes must agree. */
  load(tensors: ReadonlyMap<string, TrainedTensor>): void {
    for (const [name, { shape, data }] of tensors) {
      tf.tidy(() => this.variables.get(name)?.assign(tf.tensor(data, [...shape])))
    }
  }

  /** A copy of every trainable tensor. */
  async snapshot(): Promise<Map<string, TrainedTensor>> {
    const tensors = new Map<string, TrainedTensor>()
    for (const [name, variable] of this.variables) {
      tensors.set(name, { shape: variable.shape, data: Float32Array.from(await variable.data()) })
    }
    return tensors
  }

  dispose(): void {
    tf.dispose([...this.variables.values()])
  }
}

/** x [batch, tokens, 1] to int32 [batch, tokens]. */
function tokenIds(x: tf.Tensor3D): tf.Tensor2D {
  const [batch, tokens] = x.shape
  return tf.cast(tf.reshape(x, [batch, tokens]), 'int32')
}

function withDropout(config: EncoderConfig, rate: number): EncoderConfig {
  return { ...config, hiddenDropout: rate, attentionDropout: rate, headDropout: rate }
}
