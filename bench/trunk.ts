import type { TrunkEngine } from '../src/shared/recipe.ts'
import type { Device } from '../src/shared/run-events.ts'
import { equalLengthBatches } from '../src/main/trainer/tokens/equal-length.ts'
import { GraphBuilder } from '../src/main/trainer/trunk/graph-builder.ts'
import { OnnxSession } from '../src/main/trainer/trunk/onnx-session.ts'
import { openTrunk } from '../src/main/trainer/trunk/trunk.ts'
import type { Trunk } from '../src/main/trainer/trunk/trunk-shape.ts'
import { randomModel, sizes, type Size } from './random-model.ts'
import type { Results } from './results.ts'
import { inTurn, median } from './timing.ts'

const [batch, length] = [16, 256]
const tokens = batch * length
const processor: Device = { backend: 'wasm', device: 'cpu', why: 'ONNX Runtime computes' }

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

async function open(size: Size, engine: TrunkEngine): Promise<Trunk> {
  const shape = { depth: sizes[size].blocks - 1, output: 'tokens', precision: 'float16' } as const
  return openTrunk(randomModel(size), [shape], engine, processor)
}

/** Lengths of texts as reviews have them: many different ones up to the maximum, which half of them reach. */
const mixedLengths = Array.from({ length: 512 }, (_, i) => Math.min(length, 40 + ((i * 7919) % 430)))

/**
 * The trunk against the best plain product that the same library reaches in the same process, in float32 and in 8 bits,
 * and on a window of texts of all lengths.
 * @returns the seconds of a batch of 16 texts of 256 tokens in float32
 */
export async function benchTrunk(size: Size, results: Results): Promise<number> {
  const { dim, hiddenDim, vocabSize, blocks } = sizes[size]
  results.part(`Trunk, ${size}: ${blocks - 1} blocks on ONNX Runtime, ${batch} texts of ${length} tokens`)
  const shapes = [[4096, dim, hiddenDim], [4096, hiddenDim, dim], [2048, 2048, 2048], [1024, 1024, 4096]] as const // prettier-ignore
  const rates: number[] = []
  for (const [rows, inner, columns] of shapes) rates.push(await productRate(rows, inner, columns))
  const best = Math.max(...rates)

  const ids = Int32Array.from({ length: tokens }, (_, i) => (i * 7919) % vocabSize)
  const [float, int8] = [await open(size, 'onnxruntime'), await open(size, 'int8')]
  const times = await inTurn({
    float: () => float.run(ids, batch, length),
    int8: () => int8.run(ids, batch, length),
    one: () => float.run(ids.subarray(0, 200), 1, 200),
  })
  const texts = mixedLengths
    .slice(0, size === 'tiny' ? undefined : 128)
    .map((count) => ({ ids: ids.subarray(0, count) }))
  const mixed = await median(async () => {
    for (const one of equalLengthBatches(texts, tokens)) {
      const count = one[0].ids.length
      await float.run(ids.subarray(0, count * one.length), one.length, count)
    }
  }, 0)
  await float.close()
  await int8.close()

  const rate = flops(size) / times.float.median
  results.number('best plain matrix product', best / 1e9, 'GFLOP/s')
  results.number('float32', rate / 1e9, 'GFLOP/s')
  results.ratio('float32 / best plain product', rate, best)
  results.seconds('float32', times.float)
  results.seconds('int8', times.int8)
  results.ratio('float32 / int8, in time', times.float.median, times.int8.median)
  results.seconds('one text of 200 tokens, alone', times.one)
  const mixedTokens = texts.reduce((sum, { ids }) => sum + ids.length, 0)
  results.ratio(
    'tokens a second: lengths as they come / equal lengths',
    mixedTokens / mixed,
    tokens / times.float.median,
  )
  return times.float.median
}
