import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { TrainedTensor } from '../../src/main/trainer/model/save-model.ts'
import { SafetensorsFile } from '../../src/main/trainer/model/files/safetensors.ts'

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

const familySchema = z.object({
  tokenization: z.array(z.object({ text: z.string(), ids: z.array(z.int()) })),
  labels: z.array(z.int()),
  runs: z.array(
    z.object({
      unfreeze: z.int(),
      embeddings: z.boolean(),
      trainable_tensors: z.array(z.string()),
      losses: z.array(z.number()),
    }),
  ),
})

/** What test/golden/families.py computed with Python's transformers, for each of its families. */
export const goldenFamilies = z
  .object({ bert: familySchema, roberta: familySchema })
  .parse(JSON.parse(readFileSync(path('families.json'), 'utf8')))
export type GoldenFamily = keyof typeof goldenFamilies

/** The model folder that those numbers were computed with. */
export const goldenFamilyModel = (family: GoldenFamily): string => path(family).pathname

type Tensors = Map<string, TrainedTensor>

/** Hidden states, head weights and logits of reference.py, or what families.py has of them. */
export async function goldenTensors(name: 'golden' | 'families' = 'golden'): Promise<Tensors> {
  const file = await SafetensorsFile.open(path(`${name}.safetensors`).pathname)
  const tensors: Tensors = new Map()
  for (const { name, shape } of file.entries.values()) {
    tensors.set(name, { shape, data: await file.readFloat32(name) })
  }
  await file.close()
  return tensors
}

/** The tensors whose names begin so, by the rest of their names. */
export function tensorsBelow(tensors: Tensors, prefix: string): Tensors {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix))
  return new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]))
}

/** The model that the golden numbers were computed with; the application ships it. */
export const goldenModel = new URL('../../resources/models/tiny-distilbert-reviews', import.meta.url).pathname
