import { elementType } from '../trunk/onnx-format.ts'
import { matrixShape, transpose } from '../trunk/matrices.ts'
import { quantizeRows, type QuantizedRows } from '../trunk/quantize.ts'
import { PortableGraph } from './portable-graph.ts'
import { at } from '../../../shared/at.ts'

/**
 * The portable classifier with its dense layers in whole numbers. A weight has one scale an output column; what comes
 * in is quantized as it is, with one scale a call, so that a text's answer depends a little on the others of its batch.
 * Word vectors are stored with one scale a word.
 */
export class Int8Graph extends PortableGraph {
  /** The numbers, scale and zero point of values that are quantized already: several layers may read one. */
  readonly #quantized = new Map<string, Quantized>()

  override multiply(x: string, weight: string): string {
    const [numbers, scale, zero] = this.#quantize(x)
    const [rows, columns] = matrixShape(this.model, weight)
    const values = this.weight(
      `${weight}.int8`,
      [columns, rows],
      async () => transpose((await this.#read(weight)).values, rows, columns),
      'int8',
    )
    const scales = this.weight(`${weight}.scale`, [rows], async () => (await this.#read(weight)).scales)
    const product = this.op('Cast', [this.op('MatMulInteger', [numbers, values, zero])], { to: elementType.float32 })
    return this.op('Mul', [product, this.op('Mul', [scale, scales])])
  }

  override lookUp(words: string, ids: string): string {
    const [rows, columns] = matrixShape(this.model, words)
    const values = this.weight(`${words}.int8`, [rows, columns], async () => (await this.#read(words)).values, 'int8')
    const scales = this.weight(`${words}.scale`, [rows, 1], async () => (await this.#read(words)).scales)
    const vectors = this.op('Cast', [this.op('Gather', [values, ids])], { to: elementType.float32 })
    return this.op('Mul', [vectors, this.op('Gather', [scales, ids])])
  }

  #quantize(x: string): Quantized {
    const known = this.#quantized.get(x)
    if (known) return known
    const outputs = this.ops('DynamicQuantizeLinear', [x], 3)
    const quantized = [at(outputs, 0), at(outputs, 1), at(outputs, 2)] as const
    this.#quantized.set(x, quantized)
    return quantized
  }

  async #read(name: string): Promise<QuantizedRows> {
    return quantizeRows(await this.model.read(name), at(this.model.shape(name), 0))
  }
}

/** The names of numbers, scale and zero point. */
type Quantized = readonly [string, string, string]
