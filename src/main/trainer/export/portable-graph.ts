import type { ModelFolder } from '../model/model-folder.ts'
import type { Affine } from '../model/families/family.ts'
import { EncoderGraph } from '../trunk/encoder-graph.ts'
import { elementType, type Graph } from '../trunk/onnx-format.ts'

/** How Lastlayer cuts texts: after so many tokens, the last of which is then the separator. */
export interface Reading {
  readonly maxLength: number
  readonly separator: number
}

/** What is added to the attention scores of padding. */
const lowest = -3.4028234663852886e38

/**
 * The encoder in operators of the ONNX standard alone, for any runtime, with texts of different lengths in a batch.
 * Inputs: input_ids and attention_mask, int64 [batch, sequence], padded at the end. It cuts texts itself, because not
 * every tokenizer closes a cut text with the separator (that of transformers.js does not).
 */
export class PortableGraph extends EncoderGraph {
  /** int64 [batch, tokens] */
  readonly #ids: string
  /** The number of tokens, int64 [1]. */
  readonly #length: string
  /** Added to attention scores: float32 [batch, 1, 1, tokens]. */
  readonly #mask: string

  constructor(
    model: ModelFolder,
    readonly reading: Reading,
  ) {
    super(model)
    const input = (name: string): string => {
      const whole = this.input(name, 'int64', ['batch', 'sequence'])
      return this.#upTo(whole, this.#integers(reading.maxLength), 1)
    }
    const [ids, mask] = [input('input_ids'), input('attention_mask')]
    this.#length = this.op('Shape', [ids], { start: 1, end: 2 })
    const isToken = this.op('Cast', [mask], { to: elementType.bool })
    this.#ids = this.#close(ids, isToken)
    const scores = this.op('Where', [isToken, this.number(0), this.number(lowest)])
    this.#mask = this.op('Unsqueeze', [scores, this.#integers(1, 2)])
  }

  /** The classifier, with output logits, float32 [batch, labels]. */
  classifier(labels: number): Graph {
    this.output(this.classify(), { name: 'logits', type: 'float32', shape: ['batch', labels] })
    return this.build()
  }

  override embeddings(): string {
    const { config } = this.model
    const names = config.family.embeddings
    const { maxLength } = this.reading
    const table = this.weight(names.positions, [maxLength, config.dim], async () =>
      (await this.positionTable()).subarray(0, maxLength * config.dim),
    )
    return this.embed(this.lookUp(names.words, this.#ids), this.#upTo(table, this.#length, 0))
  }

  override block(x: string, index: number): string {
    return this.afterAttention(this.#attend(x, x, index), x, index)
  }

  override firstTokenBlock(x: string, index: number): string {
    const first = this.firstToken(x)
    return this.afterAttention(this.#attend(first, x, index), first, index)
  }

  override addNorm(x: string, skip: string, bias: string, norm: Affine): string {
    return this.normalize(this.op('Add', [this.op('Add', [x, this.vector(bias)]), skip]), norm)
  }

  /** [batch, 1, dim] to logits [batch, labels] */
  override head(x: string): string {
    return this.op('Squeeze', [super.head(x), this.#integers(1)])
  }

  /** (y erf(y / √2) + y) / 2 of y = x + bias: ONNX has an operator for it only from version 20 on. */
  override gelu(x: string, bias: string): string {
    const sum = this.op('Add', [x, this.vector(bias)])
    const erf = this.op('Erf', [this.op('Div', [sum, this.number(Math.SQRT2)])])
    const product = this.op('Mul', [sum, this.op('Add', [erf, this.number(1)])])
    return this.op('Mul', [product, this.number(0.5)])
  }

  /** What some tokens, [batch, rows, dim], find in all of them: [batch, rows, dim]. */
  #attend(rows: string, tokens: string, index: number): string {
    const { family, dim, heads } = this.model.config
    const { query, key, value } = family.block(index)
    const q = this.#split(this.dense(rows, query), [0, 2, 1, 3])
    const k = this.#split(this.dense(tokens, key), [0, 2, 3, 1])
    const v = this.#split(this.dense(tokens, value), [0, 2, 1, 3])
    const scaled = this.op('Div', [this.op('MatMul', [q, k]), this.number(Math.sqrt(dim / heads))])
    const weights = this.op('Softmax', [this.op('Add', [scaled, this.#mask])], { axis: -1 })
    const context = this.op('Transpose', [this.op('MatMul', [weights, v])], { perm: [0, 2, 1, 3] })
    return this.op('Reshape', [context, this.#integers(0, 0, dim)])
  }

  /** [batch, rows, dim] as [batch, rows, heads, dim / heads], its sides reordered. */
  #split(x: string, perm: readonly number[]): string {
    const { dim, heads } = this.model.config
    return this.op('Transpose', [this.op('Reshape', [x, this.#integers(0, 0, heads, dim / heads)])], { perm })
  }

  /** The first rows or columns of x, as many as `end`, int64 [1], says. */
  #upTo(x: string, end: string, axis: number): string {
    return this.op('Slice', [x, this.#integers(0), end, this.#integers(axis)])
  }

  /** A text that reaches the maximum length has the separator there. */
  #close(ids: string, isToken: string): string {
    const { maxLength, separator } = this.reading
    const isLast = this.weight(
      'is.last',
      [maxLength],
      () => Promise.resolve(new Uint8Array(maxLength).fill(1, -1)),
      'bool',
    )
    const closes = this.op('And', [isToken, this.#upTo(isLast, this.#length, 0)])
    return this.op('Where', [closes, this.#integers(separator), ids])
  }

  #integers(...values: number[]): string {
    const load = () => Promise.resolve(BigInt64Array.from(values, BigInt))
    return this.weight(`integers.${values.join('.')}`, [values.length], load, 'int64')
  }
}
