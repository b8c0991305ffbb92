import { Root, Writer, parse } from 'protobufjs'
import { LastlayerError } from '../../../shared/errors.ts'
import { at } from '../../../shared/at.ts'

// The part of the ONNX format that an encoder needs; field numbers from onnx/onnx.proto3.
const schema = parse(
  `syntax = "proto3";
  message Attribute { string name = 1; float f = 2; int64 i = 3; repeated int64 ints = 8; int32 type = 20; }
  message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
    repeated Attribute attribute = 5; string domain = 7; }
  message StringPair { string key = 1; string value = 2; }
  message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9;
    repeated StringPair external_data = 13; int32 data_location = 14; }
  message Dimension { int64 dim_value = 1; string dim_param = 2; }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { int32 elem_type = 1; Shape shape = 2; }
  message Type { TensorType tensor_type = 1; }
  message ValueInfo { string name = 1; Type type = 2; }
  message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
    repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
  message OperatorSet { string domain = 1; int64 version = 2; }
  message Model { int64 ir_version = 1; string producer_name = 2; Graph graph = 7; repeated OperatorSet opset_import = 8; }`,
  new Root(),
  { keepCase: true },
).root
const modelType = schema.lookupType('Model')
const graphType = schema.lookupType('Graph')
const tensorType = schema.lookupType('Tensor')
/** The fields that are written piece by piece. */
const field = { graph: 7, initializer: 5, rawData: 9 } as const
/** A protobuf message of 2 GiB or more is refused by its readers. */
const largestFile = 2 ** 31 - 1

/** ONNX element types (TensorProto.DataType). */
export const elementType = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const
export type ElementType = keyof typeof elementType
const elementBytes: Readonly<Record<ElementType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
}

/** A weight of the graph: its name, its shape, and how to get its numbers when they are written. */
export interface Initializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly load: () => Promise<Float32Array | Int32Array | BigInt64Array | Int8Array | Uint8Array>
}

export interface Node {
  readonly type: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, number | readonly number[]>>
}

/** A graph input or output; a string in its shape names a dimension that is known only when the graph runs. */
export interface Port {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[]
}

export interface Graph {
  readonly nodes: readonly Node[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

/** Where an initializer's bytes lie in the file of weights beside the model. */
export interface Placement {
  readonly file: string
  readonly offset: number
  readonly length: number
}

const attributeKind = { float: 1, int: 2, ints: 7 } as const
// Attributes that are floats although their value may be whole.
const floatAttributes = new Set(['epsilon', 'scale', 'mask_filter_value'])

function encodeAttribute([name, value]: [string, number | readonly number[]]): object {
  if (typeof value !== 'number') return { name, ints: value, type: attributeKind.ints }
  return floatAttributes.has(name)
    ? { name, f: value, type: attributeKind.float }
    : { name, i: value, type: attributeKind.int }
}

function encodePort({ name, type, shape }: Port): object {
  const dim = shape.map((size) => (typeof size === 'string' ? { dim_param: size } : { dim_value: size }))
  return { name, type: { tensor_type: { elem_type: elementType[type], shape: { dim } } } }
}

function encodeInitializer({ name, type, shape }: Initializer): object {
  return { name, data_type: elementType[type], dims: shape }
}

function encodePlacement({ file, offset, length }: Placement): object {
  const entries = Object.entries({ location: file, offset, length })
  return { data_location: 1, external_data: entries.map(([key, value]) => ({ key, value: String(value) })) }
}

/** All but the graph. Only the operators that the graph has are asked for. */
function encodeModel({ nodes }: Graph): object {
  const isPortable = nodes.every(({ domain }) => domain === '')
  return {
    ir_version: 8,
    producer_name: 'lastlayer',
    opset_import: [{ domain: '', version: 17 }, ...(isPortable ? [] : [{ domain: 'com.microsoft', version: 1 }])],
  }
}

/** All but the initializers. */
function encodeGraph(graph: Graph): object {
  return {
    name: 'encoder',
    node: graph.nodes.map((node, i) => ({
      name: `${node.type}.${i}`,
      op_type: node.type,
      domain: node.domain,
      input: node.inputs,
      output: node.outputs,
      attribute: Object.entries(node.attributes).map(encodeAttribute),
    })),
    input: graph.inputs.map(encodePort),
    output: graph.outputs.map(encodePort),
  }
}

/** The bytes of an .onnx file whose weights lie in another file, at the given places (one for each initializer). */
export function encodeOnnx(graph: Graph, placements: readonly Placement[]): Uint8Array {
  const initializer = graph.initializers.map((one, i) => ({
    ...encodeInitializer(one),
    ...encodePlacement(at(placements, i)),
  }))
  const model = { ...encodeModel(graph), graph: { ...encodeGraph(graph), initializer } }
  return modelType.encode(modelType.fromObject(model)).finish()
}

/**
 * The bytes of an .onnx file that holds its weights, one weight in memory at a time.
 * @throws LastlayerError `output` if it would be larger than such a file can be
 */
export function streamOnnx(graph: Graph): AsyncGenerator<Uint8Array> {
  const tensors = graph.initializers.map((initializer) => {
    const length = initializer.shape.reduce((product, size) => product * size, elementBytes[initializer.type])
    const about = tensorType.encode(tensorType.fromObject(encodeInitializer(initializer))).finish()
    const head = Buffer.concat([about, prefix(field.rawData, length)])
    return {
      load: initializer.load,
      head: Buffer.concat([prefix(field.initializer, head.length + length), head]),
      length,
    }
  })
  const rest = graphType.encode(graphType.fromObject(encodeGraph(graph))).finish()
  const model = modelType.encode(modelType.fromObject(encodeModel(graph))).finish()
  const graphBytes = tensors.reduce((sum, { head, length }) => sum + head.length + length, rest.length)
  if (model.length + graphBytes >= largestFile) {
    const size = (graphBytes / 1e9).toFixed(1)
    throw new LastlayerError(
      'output',
      `The model is too large for ONNX: ${size} GB, and one file holds 2 GB. Export it to huggingface instead.`,
    )
  }
  return write()

  async function* write(): AsyncGenerator<Uint8Array> {
    yield Buffer.concat([model, prefix(field.graph, graphBytes), rest])
    for (const { load, head } of tensors) {
      yield head
      const { buffer, byteOffset, byteLength } = await load()
      yield new Uint8Array(buffer, byteOffset, byteLength)
    }
  }
}

/** The start of a protobuf field of so many bytes. */
function prefix(field: number, length: number): Uint8Array {
  const lengthDelimited = 2
  return new Writer()
    .uint32((field << 3) | lengthDelimited)
    .uint32(length)
    .finish()
}
