import { EncoderGraph } from './encoder-graph.ts'
import { transpose, type MatrixShape } from './matrices.ts'
import { quantizeRows } from './quantize.ts'

/**
 * The frozen encoder with its dense layers in 8-bit whole numbers. A weight has one scale an output column. What comes in
 * has one scale a call, so that a text's features are its own only where it is alone in the call.
 */
export class Int8EncoderGraph extends EncoderGraph {
  override product(x: string, name: string, [rows, columns]: MatrixShape, load: () => Promise<Float32Array>): string {
    const quantized = async () => quantizeRows(await load(), rows)
    const values = this.weight(
      `${name}.int8`,
      [columns, rows],
      async () => transpose((await quantized()).values, rows, columns),
      'int8',
    )
    const scales = this.weight(`${name}.scale`, [rows], async () => (await quantized()).scales)
    return this.op('DynamicQuantizeMatMul', [x, values, scales])
  }

  override attention(x: string, index: number): string {
    const { name, shape, load, bias } = this.queryKeyValue(index)
    const parts = this.ops('Split', [this.product(x, name, shape, load)], 3, { axis: -1 })
    return this.op('MultiHeadAttention', [...parts, bias], { num_heads: this.model.config.heads })
  }
}
