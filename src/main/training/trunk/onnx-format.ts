import { Root, parse } from 'protobufjs'

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
).root.lookupType('Model')

/** ONNX element types (TensorProto.DataType). */
export const elementType = { float32: 1, int32: 6, int64: 7, float16: 10 } as const
export type ElementType = keyof typeof elementType

/** A weight of the graph: its name, its shape, and how to get its numbers when they are written. */
export interface Initializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly load: () => Promise<Float32Array | Int32Array | BigInt64Array>
}

export interface Node {
  readonly type: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, number>>
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

const attributeKind = { float: 1, int: 2 } as const
// Attributes that are floats although their value may be whole.
const floatAttributes = new Set(['epsilon', 'scale', 'mask_filter_value'])

function encodeAttribute([name, value]: [string, number]): object {
  return floatAttributes.has(name)
    ? { name, f: value, type: attributeKind.float }
    : { name, i: value, type: attributeKind.int }
}

function encodePort({ name, type, shape }: Port): object {
  const dim = shape.map((size) => (typeof size === 'string' ? { dim_param: size } : { dim_value: size }))
  return { name, type: { tensor_type: { elem_type: elementType[type], shape: { dim } } } }
}

function encodeInitializer({ name, type, shape }: Initializer, { file, offset, length }: Placement): object {
  const external_data = Object.entries({ location: file, offset, length }).map(([key, value]) => ({
    key,
    value: String(value),
  }))
  return { name, data_type: elementType[type], dims: shape, data_location: 1, external_data }
}

/** The bytes of an .onnx file whose weights lie in another file, at the given places (one for each initializer). */
export function encodeOnnx(graph: Graph, placements: readonly Placement[]): Uint8Array {
  const model = {
    ir_version: 8,
    producer_name: 'lastlayer',
    opset_import: [
      { domain: '', version: 17 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: 'encoder',
      node: graph.nodes.map((node, i) => ({
        name: `${node.type}.${i}`,
        op_type: node.type,
        domain: node.domain,
        input: node.inputs,
        output: node.outputs,
        attribute: Object.entries(node.attributes).map(encodeAttribute),
      })),
      initializer: graph.initializers.map((initializer, i) => encodeInitializer(initializer, placements[i])),
      input: graph.inputs.map(encodePort),
      output: graph.outputs.map(encodePort),
    },
  }
  return schema.encode(schema.fromObject(model)).finish()
}
