import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import { writing } from '../../disk/atomic-files.ts'
import { makeTemporaryFolder } from '../../disk/temporary-folder.ts'
import { loadOnnxRuntime } from '../backend/onnx-runtime.ts'
import { encodeOnnx, type Graph, type Placement } from './onnx-format.ts'
import type { Features } from './trunk-shape.ts'

const weightsFile = 'weights.bin'
const alignment = 64

/** Writes a graph as model.onnx and weights.bin, one weight in memory at a time. */
async function writeGraph(graph: Graph, folder: string): Promise<string> {
  const placements: Placement[] = []
  const file = await open(join(folder, weightsFile), 'w')
  try {
    let offset = 0
    for (const { load } of graph.initializers) {
      const data = await load()
      const padding = -data.byteLength & (alignment - 1)
      await file.appendFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      await file.appendFile(new Uint8Array(padding))
      placements.push({ file: weightsFile, offset, length: data.byteLength })
      offset += data.byteLength + padding
    }
  } finally {
    await file.close()
  }
  const path = join(folder, 'model.onnx')
  await writeFile(path, encodeOnnx(graph, placements))
  return path
}

/** A graph on ONNX Runtime. Texts of a batch have one length; positions count from 0. */
export class OnnxSession {
  private constructor(
    private readonly runtime: typeof import('onnxruntime-node'),
    private readonly session: InferenceSession,
    private readonly folder: string,
  ) {}

  /**
   * Builds the graph in a temporary folder. Its weights are mapped, not copied, and stay readable without their name: the
   * folder is gone at once, so that a process that is killed leaves none, but on Windows only with the session.
   * @throws LastlayerError `model` if ONNX Runtime refuses the graph, `output`
   */
  static async open(graph: Graph): Promise<OnnxSession> {
    const runtime = await loadOnnxRuntime()
    const folder = await writing(tmpdir(), async () => makeTemporaryFolder('graph'))
    try {
      const path = await writing(folder, () => writeGraph(graph, folder))
      const session = await runtime.InferenceSession.create(path, { logSeverityLevel: 3 })
      await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      return new OnnxSession(runtime, session, folder)
    } catch (cause) {
      await rm(folder, { recursive: true, force: true })
      if (cause instanceof LastlayerError) throw cause
      throw new LastlayerError('model', `The model could not be opened by ONNX Runtime: ${String(cause)}.`, { cause })
    }
  }

  /** ids: row-major [batch, length]. Returns the graph's outputs in their order, row-major. */
  async run(ids: Int32Array, batch: number, length: number): Promise<Features[]> {
    const { Tensor } = this.runtime
    const outputs = await this.session.run({
      ids: new Tensor('int32', ids, [batch, length]),
      positions: new Tensor(
        'int32',
        Int32Array.from({ length }, (_, i) => i),
        [length],
      ),
    })
    return this.session.outputNames.map((name) => numbers(outputs[name]?.data))
  }

  async close(): Promise<void> {
    await this.session.release()
    await rm(this.folder, { recursive: true, force: true })
  }
}

function numbers(data: Tensor['data'] | undefined): Features {
  if (data instanceof Float32Array) return data
  if (ArrayBuffer.isView(data)) return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
  throw new LastlayerError('internal', 'ONNX Runtime returned a tensor that is not of numbers.')
}
