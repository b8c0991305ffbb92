import { geluTanh, quickGelu } from '../model/families/activation.ts'
import type { Affine } from '../model/families/family.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { GraphBuilder } from './graph-builder.ts'
import { concatenate, matrixShape, transpose, type MatrixShape } from './matrices.ts'
import { elementType, type Graph } from './onnx-format.ts'
import type { TrunkShape } from './trunk-shape.ts'
import { at } from '../../../shared/at.ts'

/**
 * The frozen encoder as an ONNX graph. All texts of a batch have one length, so there is no mask.
 * Inputs: ids int32 [batch, tokens]; positions int32 [tokens], counting from 0.
 */
export class EncoderGraph extends GraphBuilder {
  constructor(readonly model: ModelFolder) {
    super()
  }

  /** A bias or a layer norm's vector as it is stored. */
  vector(name: string): string {
    return this.weight(name, this.model.shape(name), () => this.model.read(name))
  }

  /** x times a dense layer's weight. */
  multiply(x: string, weight: string): string {
    return this.product(x, weight, matrixShape(this.model, weight), () => this.model.read(weight))
  }

  /** x times a matrix, from Hugging Face's [out, in] to [in, out]. */
  product(x: string, name: string, shape: MatrixShape, load: () => Promise<Float32Array>): string {
    return this.op('MatMul', [x, this.transposed(name, shape, load)])
  }

  transposed(name: string, [rows, columns]: MatrixShape, load: () => Promise<Float32Array>): string {
    return this.weight(name, [columns, rows], async () => transpose(await load(), rows, columns))
  }

  dense(x: string, { weight, bias }: Affine): string {
    return this.op('Add', [this.multiply(x, weight), this.vector(bias)])
  }

  /** layerNorm(x + skip + bias) */
  addNorm(x: string, skip: string, bias: string, norm: Affine): string {
    const inputs = [x, skip, this.vector(norm.weight), this.vector(norm.bias), this.vector(bias)]
    return this.op('SkipLayerNormalization', inputs, { epsilon: this.model.config.layerNormEps })
  }

  /** [batch, tokens, dim] */
  embeddings(): string {
    const { config } = this.model
    const names = config.family.embeddings
    const ids = this.input('ids', 'int32', ['batch', 'tokens'])
    const positions = this.input('positions', 'int32', ['tokens'])
    const table = this.weight(names.positions, [config.positions, config.dim], () => this.positionTable())
    return this.embed(this.lookUp(names.words, ids), this.op('Gather', [table, positions]))
  }

  /** The vectors of token ids. */
  lookUp(words: string, ids: string): string {
    return this.op('Gather', [this.vector(words), ids])
  }

  /** [batch, tokens, dim] from the words' vectors and those of their positions, [tokens, dim]. */
  embed(words: string, positions: string): string {
    return this.normalize(this.op('Add', [words, positions]), this.model.config.family.embeddings.norm)
  }

  normalize(x: string, norm: Affine): string {
    return this.op('LayerNormalization', [x, this.vector(norm.weight), this.vector(norm.bias)], {
      epsilon: this.model.config.layerNormEps,
    })
  }

  /**
   * [positions, dim], from the row of a text's first token on. Every token is of type 0, whose vector is a constant that
   * joins the positions.
   */
  async positionTable(): Promise<Float32Array> {
    const { family, firstPosition, dim } = this.model.config
    const names = family.embeddings
    const table = (await this.model.read(names.positions)).subarray(firstPosition * dim)
    if (names.types === null) return table
    const types = await this.model.read(names.types)
    return table.map((value, i) => value + at(types, i % dim))
  }

  /** One block, [batch, tokens, dim] to the same. */
  block(x: string, index: number): string {
    return this.afterAttention(this.attention(x, index), x, index)
  }

  /** What all tokens find in each other, [batch, tokens, dim] to the same. */
  attention(x: string, index: number): string {
    const { name, shape, load, bias } = this.queryKeyValue(index)
    return this.op('Attention', [x, this.transposed(name, shape, load), bias], { num_heads: this.model.config.heads })
  }

  /** The weights of query, key and value as one matrix, [3 * dim, dim], and the name of their bias, [3 * dim]. */
  queryKeyValue(index: number): { name: string; shape: MatrixShape; load: () => Promise<Float32Array>; bias: string } {
    const { family, dim } = this.model.config
    const { query, key, value } = family.block(index)
    const read = async (names: readonly string[]): Promise<Float32Array> =>
      concatenate(await Promise.all(names.map((name) => this.model.read(name))))
    return {
      name: `block.${index}.qkv.weight`,
      shape: [3 * dim, dim],
      load: () => read([query.weight, key.weight, value.weight]),
      bias: this.weight(`block.${index}.qkv.bias`, [3 * dim], () => read([query.bias, key.bias, value.bias])),
    }
  }

  /** The same block for position 0 only: [batch, tokens, dim] to [batch, 1, dim]. */
  firstTokenBlock(x: string, index: number): string {
    const { config } = this.model
    const names = config.family.block(index)
    const first = this.firstToken(x)
    const context = this.op(
      'MultiHeadAttention',
      [this.dense(first, names.query), this.dense(x, names.key), this.dense(x, names.value)],
      { num_heads: config.heads },
    )
    return this.afterAttention(context, first, index)
  }

  afterAttention(context: string, x: string, index: number): string {
    const names = this.model.config.family.block(index)
    const { attentionOutput, attentionNorm, feedForwardIn, feedForwardOut, outputNorm } = names
    const projected = this.multiply(context, attentionOutput.weight)
    const attended = this.addNorm(projected, x, attentionOutput.bias, attentionNorm)
    const inner = this.#activate(this.multiply(attended, feedForwardIn.weight), feedForwardIn.bias)
    const outer = this.multiply(inner, feedForwardOut.weight)
    return this.addNorm(outer, attended, feedForwardOut.bias, outputNorm)
  }

  /** The activation of x + bias. */
  #activate(x: string, bias: string): string {
    const { activation } = this.model.config
    if (activation === 'gelu') return this.gelu(x, bias)
    const sum = this.op('Add', [x, this.vector(bias)])
    switch (activation) {
      case 'gelu_tanh': {
        const { slope, cubic } = geluTanh
        const square = this.op('Mul', [sum, sum])
        const factor = this.op('Add', [this.op('Mul', [square, this.number(slope * cubic)]), this.number(slope)])
        const tanh = this.op('Tanh', [this.op('Mul', [sum, factor])])
        const half = this.op('Mul', [sum, this.number(0.5)])
        return this.op('Mul', [half, this.op('Add', [tanh, this.number(1)])])
      }
      case 'quick_gelu':
        return this.op('Mul', [sum, this.op('Sigmoid', [this.op('Mul', [sum, this.number(quickGelu)])])])
      case 'silu':
        return this.op('Mul', [sum, this.op('Sigmoid', [sum])])
      case 'relu':
        return this.op('Relu', [sum])
    }
  }

  /** gelu(x + bias) */
  gelu(x: string, bias: string): string {
    return this.op('BiasGelu', [x, this.vector(bias)])
  }

  /** A float32 number. */
  number(value: number): string {
    return this.weight(`number.${value}`, [], () => Promise.resolve(Float32Array.of(value)))
  }

  /** [batch, tokens, dim] to [batch, 1, dim] */
  firstToken(x: string): string {
    const zero = this.weight(`first.of.${x}`, [1], () => Promise.resolve(Int32Array.of(0)), 'int32')
    return this.op('Gather', [x, zero], { axis: 1 })
  }

  /** [batch, 1, dim] to logits [batch, 1, labels]; dropout is off outside training. */
  head(x: string): string {
    const { dense, classifier, activation } = this.model.config.family.head
    const operator = { relu: 'Relu', tanh: 'Tanh' }[activation]
    return this.dense(this.op(operator, [this.dense(x, dense)]), classifier)
  }

  /** The whole classifier, from the inputs to the logits. */
  classify(): string {
    const top = this.model.config.blocks - 1
    let x = this.embeddings()
    for (let i = 0; i < top; i++) x = this.block(x, i)
    return this.head(this.firstTokenBlock(x, top))
  }
}

/**
 * The trunk down to the deepest of some shapes, with an output for each, in their order: [batch, tokens, dim], or of the
 * first token alone [batch, 1, dim], float16 where the shape says so,
 * else float32.
 */
export function trunkGraph(graph: EncoderGraph, shapes: readonly TrunkShape[]): Graph {
  const embedded = graph.embeddings()
  // hidden[i] is the value below block i; what only the first token needs is not computed for the others.
  const hidden = [embedded]
  const deepest = Math.max(...shapes.map(({ depth, output }) => (output === 'first' ? depth - 1 : depth)))
  for (let i = 0; i < deepest; i++) hidden.push(graph.block(at(hidden, i), i))

  shapes.forEach(({ depth, output, precision }, i) => {
    const value = output === 'first' ? graph.firstTokenBlock(at(hidden, depth - 1), depth - 1) : at(hidden, depth)
    const type = precision === 'float16' ? 'float16' : 'float32'
    const stored = type === 'float16' ? graph.op('Cast', [value], { to: elementType.float16 }) : value
    const rows = output === 'first' ? 1 : 'tokens'
    graph.output(stored, { name: `features.${i}`, type, shape: ['batch', rows, graph.model.config.dim] })
  })
  return graph.build()
}

/** The whole classifier: output `logits` float32 [batch, 1, labels]. */
export function classifierGraph(model: ModelFolder, labels: number): Graph {
  const graph = new EncoderGraph(model)
  graph.output(graph.classify(), { name: 'logits', type: 'float32', shape: ['batch', 1, labels] })
  return graph.build()
}
