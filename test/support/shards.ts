import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeSafetensors, type StoredTensor } from './tiny-model.ts'

/** Parts that weights are cut in, by their names. */
export type Parts = Readonly<Record<string, readonly StoredTensor[]>>

/** Deals tensors out to so many parts, named as Python names them. */
export function deal(tensors: readonly StoredTensor[], count: number): Record<string, StoredTensor[]> {
  const number = (i: number): string => String(i).padStart(5, '0')
  return Object.fromEntries(
    Array.from({ length: count }, (_, part) => [
      `model-${number(part + 1)}-of-${number(count)}.safetensors`,
      tensors.filter((_, i) => i % count === part),
    ]),
  )
}

/** Puts weights in several parts in the place of a model folder's own, with an index of them. */
export async function writeParts(folder: string, parts: Parts, index = indexOf(parts)): Promise<string> {
  await rm(join(folder, 'model.safetensors'))
  for (const [name, tensors] of Object.entries(parts)) await writeFile(join(folder, name), encodeSafetensors(tensors))
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: index }))
  return folder
}

/** The part of each tensor. */
export function indexOf(parts: Parts): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).flatMap(([part, tensors]) => tensors.map(({ name }) => [name, part])))
}
