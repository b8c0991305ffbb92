import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { isWeights } from '../../../shared/model-files.ts'
import { languages, type WeightsDigest } from '../../../shared/model-store.ts'
import { readText } from '../../disk/confinement.ts'
import { digest } from '../hub/digest.ts'

const source = z.object({
  name: z.string(),
  endpoint: z.string(),
  revision: z.string(),
  commit: z.string(),
  licence: z.string().nullable(),
  languages,
  files: z.array(z.object({ name: z.string(), bytes: z.int().min(0), digest })),
  /** Milliseconds since 1970; null while the download goes on. */
  downloadedAt: z.number().nullable(),
})
/** Where a downloaded model comes from; kept beside its files. */
export type Source = z.infer<typeof source>

export const sourceFile = 'source.json'

/** Null for a folder that is no downloaded model. */
export async function readSource(folder: string): Promise<Source | null> {
  try {
    return source.parse(JSON.parse(await readText(join(folder, sourceFile))))
  } catch {
    return null
  }
}

/** @throws LastlayerError `output` */
export async function writeSource(folder: string, source: Source): Promise<void> {
  await writeFileAtomic(join(folder, sourceFile), `${JSON.stringify(source, null, 2)}\n`)
}

/** Of the files of a source, those with weights, whose SHA-256 the hub says. */
export function weightsIn({ name, digest }: Source['files'][number]): WeightsDigest[] {
  return digest.algorithm === 'sha256' && isWeights(name) ? [{ name, sha256: digest.hex }] : []
}
