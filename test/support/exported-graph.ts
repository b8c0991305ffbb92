import { join } from 'node:path'
import type { PortableGraph } from '../../src/main/trainer/export/portable-graph.ts'
import { writeStreamAtomic } from '../../src/main/disk/atomic-files.ts'
import type { ModelFolder } from '../../src/main/trainer/model/model-folder.ts'
import { loadOnnxRuntime } from '../../src/main/trainer/backend/onnx-runtime.ts'
import { classifierGraph } from '../../src/main/trainer/trunk/encoder-graph.ts'
import { streamOnnx } from '../../src/main/trainer/trunk/onnx-format.ts'
import { OnnxSession } from '../../src/main/trainer/trunk/onnx-session.ts'
import { temporaryFolder } from './tiny-model.ts'

/** Token ids of texts to their logits, row-major [texts, labels]. */
export type Logits = (texts: readonly (readonly number[])[]) => Promise<Float32Array>

/** Writes a graph and opens it with ONNX Runtime. Texts of a call are one batch, padded with token 0. */
export async function openGraph(graph: PortableGraph, labels: number): Promise<{ path: string; logits: Logits }> {
  const path = join(await temporaryFolder(), 'model.onnx')
  await writeStreamAtomic(path, streamOnnx(graph.classifier(labels)))
  const { InferenceSession, Tensor } = await loadOnnxRuntime()
  const session = await InferenceSession.create(path)
  const logits: Logits = async (texts) => {
    const length = Math.max(...texts.map((ids) => ids.length))
    const padded = (rowOf: (ids: readonly number[]) => readonly number[]) => {
      const rows = texts.flatMap((ids) => [...rowOf(ids), ...new Array<number>(length - ids.length).fill(0)])
      return new Tensor('int64', BigInt64Array.from(rows, BigInt), [texts.length, length])
    }
    const inputs = { input_ids: padded((ids) => ids), attention_mask: padded((ids) => ids.map(() => 1)) }
    const { dims, data } = (await session.run(inputs)).logits
    if (dims.join() !== `${texts.length},${labels}`) throw new Error(`The logits have the shape [${dims.join()}].`)
    return Float32Array.from(data as Float32Array)
  }
  return { path, logits }
}

/** Logits of the application's own form of a classifier, one text a call. */
export async function ownLogits(model: ModelFolder, texts: Parameters<Logits>[0]): Promise<Float32Array> {
  const labels = model.config.labels?.length ?? 0
  const session = await OnnxSession.open(classifierGraph(model, labels))
  const rows: number[] = []
  for (const ids of texts) rows.push(...(await session.run(Int32Array.from(ids), 1, ids.length))[0])
  await session.close()
  return Float32Array.from(rows)
}
