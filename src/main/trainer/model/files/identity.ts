import { realpath } from 'node:fs/promises'
import { openToRead } from '../../../disk/confinement.ts'
import { findFile, findOnnx, findOnnxData, modelFiles } from './folder-files.ts'
import { readIndex } from './shard-index.ts'

/**
 * What a model folder is, and what changes with its files: its real path, and of each file the name, place, size and times.
 * Every file is opened for it, so that a folder that this process may not read has none.
 * @throws LastlayerError `usage` for a file outside the folders of this process, `model`; the system's own errors
 */
export async function folderIdentity(folder: string): Promise<string> {
  const onnx = await findOnnx(folder)
  const data = onnx === null ? [] : await findOnnxData(folder, onnx)
  const parts = (await readIndex(folder))?.values() ?? []
  const files = await Promise.all(
    [...new Set([...modelFiles, ...data, ...parts])].map((name) => fileIdentity(folder, name)),
  )
  return JSON.stringify([await realpath(folder), ...files])
}

async function fileIdentity(folder: string, name: string): Promise<readonly string[] | null> {
  const path = await findFile(folder, name)
  if (path === null) return null
  const file = await openToRead(path)
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await file.stat({ bigint: true })
    return [path, ...[dev, ino, size, mtimeNs, ctimeNs].map(String)]
  } finally {
    await file.close()
  }
}
