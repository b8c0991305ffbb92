import type { ElementType, Graph, Initializer, Node, Port } from './onnx-format.ts'
import { at } from '../../../shared/at.ts'

const contrib = 'com.microsoft'
// ONNX Runtime's own fused operators; everything else is of the ONNX standard.
const fused = new Set([
  'Attention',
  'MultiHeadAttention',
  'SkipLayerNormalization',
  'BiasGelu',
  'DynamicQuantizeMatMul',
])

/** Collects nodes and weights; each call returns the name of the value that it makes. */
export class GraphBuilder {
  readonly #nodes: Node[] = []
  readonly #initializers = new Map<string, Initializer>()
  readonly #inputs: Port[] = []
  readonly #outputs: Port[] = []

  input(name: string, type: ElementType, shape: Port['shape']): string {
    this.#inputs.push({ name, type, shape })
    return name
  }

  weight(name: string, shape: readonly number[], load: Initializer['load'], type: ElementType = 'float32'): string {
    this.#initializers.set(name, { name, type, shape, load })
    return name
  }

  op(type: string, inputs: readonly string[], attributes: Node['attributes'] = {}): string {
    return at(this.ops(type, inputs, 1, attributes), 0)
  }

  /** An operator with several outputs. */
  ops(type: string, inputs: readonly string[], count: number, attributes: Node['attributes'] = {}): string[] {
    const outputs = Array.from({ length: count }, (_, i) => `${type}.${this.#nodes.length}.out${i}`)
    this.#nodes.push({ type, domain: fused.has(type) ? contrib : '', inputs, outputs, attributes })
    return outputs
  }

  /** Makes a value an output of the graph. */
  output(value: string, port: Port): void {
    this.#nodes.push({ type: 'Identity', domain: '', inputs: [value], outputs: [port.name], attributes: {} })
    this.#outputs.push(port)
  }

  build(): Graph {
    const initializers = [...this.#initializers.values()]
    return { nodes: this.#nodes, initializers, inputs: this.#inputs, outputs: this.#outputs }
  }
}
