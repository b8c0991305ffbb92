import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { SafetensorsFile } from '../../src/main/training/model/safetensors.ts'

const texts = z.array(z.object({ ids: z.array(z.int()), label: z.int() }))

const schema = z.object({
  tokenization: z.array(z.object({ text: z.string(), ids: z.array(z.int()) })),
  train: texts,
  test: texts,
  runs: z.record(
    z.string(),
    z.object({
      trainable_tensors: z.array(z.string()),
      losses: z.array(z.number()),
      test_loss_before: z.number(),
      test_loss_after: z.number(),
      test_accuracy_after: z.number(),
    }),
  ),
})

const path = (name: string): URL => new URL(`../golden/${name}`, import.meta.url)

/** What test/golden/reference.py computed in PyTorch: token ids, losses and metrics. */
export const golden = schema.parse(JSON.parse(readFileSync(path('golden.json'), 'utf8')))

/** Hidden states, head weights and logits of the same script. */
export async function goldenTensors(): Promise<Map<string, { shape: readonly number[]; data: Float32Array }>> {
  const file = await SafetensorsFile.open(path('golden.safetensors').pathname)
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>()
  for (const { name, shape } of file.entries.values()) {
    tensors.set(name, { shape, data: await file.readFloat32(name) })
  }
  await file.close()
  return tensors
}

/** The model that the golden numbers were computed with; the application ships it. */
export const goldenModel = new URL('../../resources/models/tiny-distilbert-reviews', import.meta.url).pathname
