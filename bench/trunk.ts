import { GraphBuilder } from '../src/main/trainer/trunk/graph-builder.ts'
import { OnnxSession } from '../src/main/trainer/trunk/onnx-session.ts'
import { trunkGraph } from '../src/main/trainer/trunk/encoder-graph.ts'
import { randomModel, sizes, type Size } from './random-model.ts'
import { line, median } from './timing.ts'

const [batch, length] = [16, 256]
const tokens = batch * length

/** Multiply-adds of the trunk for one batch, times two; embeddings and norms are left out. */
function flops(size: Size): number {
  const { dim, hiddenDim, blocks } = sizes[size]
  return (blocks - 1) * tokens * (2 * (4 * dim * dim + 2 * dim * hiddenDim) + 4 * length * dim)
}

/** Rate of a plain float product [rows, inner] x [inner, columns] in ONNX Runtime, in multiply-adds times two a second. */
async function productRate(rows: number, inner: number, columns: number): Promise<number> {
  const graph = new GraphBuilder()
  const table = graph.weight('table', [2, inner], () => Promise.resolve(new Float32Array(2 * inner).fill(0.5)))
  const matrix = graph.weight('matrix', [inner, columns], () =>
    Promise.resolve(new Float32Array(inner * columns).fill(0.1)),
  )
  const left = graph.op('Gather', [table, graph.input('ids', 'int32', ['rows', 1])])
  graph.input('positions', 'int32', [1])
  // One number of the product leaves, so that only the product is timed.
  const product = graph.op('ReduceMax', [graph.op('MatMul', [left, matrix])], { keepdims: 0 })
  graph.output(product, { name: 'out', type: 'float32', shape: [] })
  const whole = await OnnxSession.open(graph.build())
  const seconds = await median(() => whole.run(new Int32Array(rows), rows, 1), 1)
  await whole.close()
  return (2 * rows * inner * columns) / seconds
}

/**
 * The trunk against the best plain product that the same library reaches in the same process.
 * Returns the seconds of a batch of 16 texts of 256 tokens.
 */
export async function benchTrunk(size: Size): Promise<number> {
  const { dim, hiddenDim, blocks } = sizes[size]
  const shapes = [[4096, dim, hiddenDim], [4096, hiddenDim, dim], [2048, 2048, 2048], [1024, 1024, 4096]] // prettier-ignore
  const rates: number[] = []
  for (const [rows, inner, columns] of shapes) rates.push(await productRate(rows, inner, columns))
  const best = Math.max(...rates)

  const model = randomModel(size)
  const shape = { depth: blocks - 1, output: 'tokens', precision: 'float16' } as const
  const trunk = await OnnxSession.open(trunkGraph(model, [shape]))
  const ids = Int32Array.from({ length: tokens }, (_, i) => (i * 7919) % model.config.vocabSize)
  const seconds = await median(() => trunk.run(ids, batch, length), 4)
  await trunk.close()
  const rate = flops(size) / seconds

  console.log(`Trunk on ONNX Runtime, ${size}: ${blocks - 1} blocks, ${batch} texts of ${length} tokens`)
  line('best plain matrix product (GFLOP/s)', (best / 1e9).toFixed(0))
  line('trunk (GFLOP/s)', (rate / 1e9).toFixed(0))
  line('trunk / best plain product', (rate / best).toFixed(2))
  line('tokens a second', (tokens / seconds).toFixed(0))
  return seconds
}
