import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeFileAtomic, writeStreamAtomic, writing } from '../../disk/atomic-files.ts'
import type { ModelFolder } from '../model/model-folder.ts'
import { writeTextFiles } from '../model/save-model.ts'
import { TextTokenizer } from '../tokens/tokenizer.ts'
import { streamOnnx, type Graph } from '../trunk/onnx-format.ts'
import type { PortableGraph } from './portable-graph.ts'

/** A classifier, and where to write it. */
export interface Written {
  readonly source: ModelFolder
  readonly labels: readonly string[]
  readonly maxLength: number
  /** The columns that its texts were joined of; null for whole texts. */
  readonly textColumns: string | null
  readonly abstainBelow: number | null
  /** There is such a folder, and it is empty. */
  readonly folder: string
  /** Called before each tensor is written; what it throws ends the writing. */
  readonly onTensor: (done: number, total: number) => void
}

/**
 * Writes a classifier as an ONNX file with its tokenizer, in the layout that transformers.js reads.
 * @throws LastlayerError `output`
 */
export async function writeOnnxFolder(
  { source, labels, maxLength, textColumns, abstainBelow, folder, onTensor }: Written,
  form: { readonly Form: typeof PortableGraph; readonly file: string; readonly dtype: string },
): Promise<void> {
  await writeTextFiles({ source, labels, maxLength, textColumns, abstainBelow }, folder)
  await chooseDtype(join(folder, 'config.json'), form.dtype)

  const { separator } = TextTokenizer.open(source)
  const graph = new form.Form(source, { maxLength, separator }).classifier(labels.length)
  const path = join(folder, form.file)
  await writing(path, () => mkdir(dirname(path)))
  await writeStreamAtomic(path, streamOnnx(watched(graph, onTensor)))
}

/** transformers.js looks for the file of this precision unless it is told otherwise. */
async function chooseDtype(path: string, dtype: string): Promise<void> {
  const config = JSON.parse(await readFile(path, 'utf8')) as object
  await writeFileAtomic(path, `${JSON.stringify({ ...config, 'transformers.js_config': { dtype } }, null, 2)}\n`)
}

function watched(graph: Graph, onTensor: Written['onTensor']): Graph {
  const initializers = graph.initializers.map(({ load, ...about }, i) => ({
    ...about,
    load: () => {
      onTensor(i, graph.initializers.length)
      return load()
    },
  }))
  return { ...graph, initializers }
}
