import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { exportFormats } from '../../../../shared/export-formats.ts'
import { maxTextBytes, textFiles, weightsFile, type TextFile } from '../../../../shared/model-files.ts'
import { isWithin, lookAt, openToRead, requireInside } from '../../../disk/confinement.ts'
import { systemCode } from '../../../disk/atomic-files.ts'
import { namesIn } from '../../../disk/whole-folder.ts'
import { refuseForeign } from './foreign-content.ts'

/** Where a classifier's ONNX file may lie in its folder. */
const onnxFiles = (['onnx', ''] as const).flatMap((subfolder) =>
  Object.values(exportFormats).flatMap(({ onnx }) => (onnx === null ? [] : [{ subfolder, ...onnx }])),
)
export type OnnxFile = (typeof onnxFiles)[number]

/** All of them are open at once. */
const mostDataFiles = 100

/** Every file that a model folder may be read from, by its path in it, but for parts of its weights. */
export const modelFiles: readonly string[] = [
  weightsFile,
  `${weightsFile}.index.json`,
  ...textFiles,
  ...onnxFiles.map(({ subfolder, name }) => join(subfolder, name)),
]

/**
 * The real path of a file of a model folder; null if there is none. Links may lead out of the folder only within a
 * Hugging Face cache, where a snapshot's files are links into the `blobs` of the same model.
 * @throws LastlayerError `model`; `usage` if it leads outside the folders of this process, existing or not
 */
export async function findFile(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name)
  await requireInside(path)
  try {
    const root = cacheRoot(await realpath(folder))
    const real = await realpath(path)
    if (!isWithin(root, real)) {
      throw new LastlayerError('model', `${path} is a link out of its folder. Replace it by the file itself.`)
    }
    return real
  } catch (error) {
    if (error instanceof LastlayerError) throw error
    if (systemCode(error) === 'ENOENT') return null
    throw unreadable(path, error)
  }
}

/** Reads one of the small files of a model folder; null if there is none. */
export async function readTextFile(folder: string, name: string): Promise<Buffer | null> {
  const path = await findFile(folder, name)
  if (path === null) return null
  try {
    const file = await openToRead(path)
    try {
      const about = await file.stat()
      if (about.isFile() && about.size <= maxTextBytes) {
        const content = await file.readFile()
        refuseForeign(join(folder, name), content)
        return content
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof LastlayerError ? error : unreadable(join(folder, name), error)
  }
  throw new LastlayerError(
    'model',
    `${join(folder, name)} is not a file of at most 64 MB. Choose another model folder.`,
  )
}

/** Reads every one of the small files that a model folder has. */
export async function readTextFiles(folder: string): Promise<ReadonlyMap<TextFile, Buffer>> {
  const files = new Map<TextFile, Buffer>()
  for (const name of textFiles) {
    const content = await readTextFile(folder, name)
    if (content !== null) files.set(name, content)
  }
  return files
}

/** Reads and parses one of the small files that hold JSON; null if there is none. @throws LastlayerError `model` */
export async function readJsonFile(folder: string, name: string): Promise<unknown> {
  return parseJsonFile(folder, name, await readTextFile(folder, name))
}

/** Parses the JSON of one of the files of a model folder; null where there is none. */
export function parseJsonFile(folder: string, name: string, content: Buffer | null): unknown {
  if (content === null) return null
  try {
    return JSON.parse(content.toString('utf8')) as unknown
  } catch (cause) {
    const message = `${join(folder, name)} is not valid JSON. Download the model again.`
    throw new LastlayerError('model', message, { cause })
  }
}

/** The ONNX file of a folder whose only weights it holds; null where there is none, or safetensors beside it. */
export async function findOnnx(folder: string): Promise<OnnxFile | null> {
  for (const name of [weightsFile, `${weightsFile}.index.json`]) {
    if ((await findFile(folder, name)) !== null) return null
  }
  for (const file of onnxFiles) {
    if ((await findFile(folder, join(file.subfolder, file.name))) !== null) return file
  }
  return null
}

/**
 * The files, by their paths in the folder, that may hold the weights of an ONNX file beside it: they begin with its name, as
 * in model.onnx_data.
 */
export async function findOnnxData(folder: string, { subfolder, name }: OnnxFile): Promise<string[]> {
  const names = await namesIn(join(folder, subfolder))
  const data = names.filter((other) => other !== name && other.startsWith(name)).sort()
  return data.slice(0, mostDataFiles).map((other) => join(subfolder, other))
}

/** @throws LastlayerError `model` unless there is a folder; `usage` if it leads outside the folders of this process */
export async function requireFolder(folder: string): Promise<void> {
  const about = await lookAt(folder).catch((error: unknown) => {
    if (error instanceof LastlayerError) throw error
    return null
  })
  if (about?.isDirectory() !== true) {
    throw new LastlayerError('model', `There is no model folder ${folder}. Choose the folder of a pretrained model.`)
  }
}

/** The part of a path that one model's files may be linked within: its `models--*` folder, else the folder itself. */
function cacheRoot(folder: string): string {
  const parts = folder.split(sep)
  const cache = parts.findLastIndex((part) => part.startsWith('models--'))
  return cache === -1 ? folder : parts.slice(0, cache + 1).join(sep)
}

function unreadable(path: string, cause: unknown): LastlayerError {
  const message = `${path} could not be read: the system says ${systemCode(cause) ?? String(cause)}.`
  return new LastlayerError('model', message, { cause })
}
