import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { writeSafetensors } from '../model/files/safetensors.ts'
import type { AdamW } from '../optimizer/adamw.ts'
import type { Tail } from '../tail/tail.ts'

/**
 * Saves what a continuation needs, in a folder that replaces the one before as a whole: tail.safetensors with every
 * trainable tensor and its two moments (`<name>`, `<name>.first`, `<name>.second`), and progress.json.
 */
export async function saveCheckpoint(folder: string, epoch: number, tail: Tail, optimizer: AdamW): Promise<void> {
  const fresh = `${folder}.tmp`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  const tensors: { name: string; shape: readonly number[]; data: Float32Array }[] = []
  for (const [name, variable] of tail.variables) {
    const moments = optimizer.moments.get(name)
    tensors.push({ name, shape: variable.shape, data: (await variable.data()) as Float32Array })
    if (moments === undefined) continue
    for (const [kind, moment] of Object.entries(moments)) {
      tensors.push({ name: `${name}.${kind}`, shape: variable.shape, data: (await moment.data()) as Float32Array })
    }
  }
  await writeSafetensors(join(fresh, 'tail.safetensors'), tensors)
  await writeFileAtomic(join(fresh, 'progress.json'), JSON.stringify({ epoch, step: optimizer.step }))
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
}
