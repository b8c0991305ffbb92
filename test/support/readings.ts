import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type TextFile, textFiles } from '../../src/shared/model-files.ts'
import type { TokenizerPlace } from '../../src/main/trainer/model/tokenizer/tokenizer-file.ts'

const file = z.union([z.string(), z.looseObject({})]).nullable()
const files = z.record(z.string(), file)
const schema = z.object({
  texts: z.array(z.string()),
  bases: z.record(z.string(), files),
  changes: z.array(z.object({ base: z.string(), title: z.string(), files, ids: z.array(z.array(z.int())) })),
})
type Files = z.infer<typeof files>

/** What test/golden/readings.py had Python's transformers read of folders whose files contradict or lack one another. */
export const readings = schema.parse(
  JSON.parse(readFileSync(new URL('../golden/readings.json', import.meta.url), 'utf8')),
)

/** The files of one of those folders. */
export function changed(base: string, changes: Files): Files {
  const given = readings.bases[base] ?? {}
  const result: Files = { ...given, ...changes }
  const [own, change] = [given['tokenizer.json'], changes['tokenizer.json']]
  if (!isJson(own) || !isJson(change)) return result
  // The vocabulary is that of the base.
  const { vocab, merges } = own.model as Record<string, unknown>
  const model = isJson(change.model)
    ? { ...change.model, vocab, ...(merges === undefined ? {} : { merges }) }
    : own.model
  return { ...result, 'tokenizer.json': { ...own, ...change, model } }
}

/** Such files as those of a model folder. */
export function placeOf(files: Files): TokenizerPlace {
  const raw = files['config.json'] as Record<string, unknown>
  const text = (name: TextFile): Buffer | null => {
    const content = textFiles.includes(name) ? (files[name] ?? null) : null
    return content === null ? null : Buffer.from(isJson(content) ? JSON.stringify(content) : content)
  }
  const json = (name: TextFile): unknown => {
    const content = text(name)
    return content === null ? null : (JSON.parse(content.toString()) as unknown)
  }
  return { path: 'model', config: { raw, vocabSize: raw.vocab_size as number }, text, json }
}

function isJson(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
