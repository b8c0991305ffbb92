import { z } from 'zod'
import { keptAbstention } from '../../../../shared/abstention.ts'
import { describeZodError, LastlayerError } from '../../../../shared/errors.ts'
import { families } from './families.ts'
import type { Architecture, Family } from './family.ts'
import { readAnswers, type Answers } from './labels.ts'

/** A model's architecture, and what else its config.json says of it. */
export interface EncoderConfig extends Architecture, Answers {
  readonly family: Family
  /** The maximum length that a model made by Lastlayer was trained with; else null. */
  readonly trainedLength: number | null
  /** The columns that the texts of a model made by Lastlayer were joined of, as --text-column takes them; else null. */
  readonly textColumns: string | null
  /** The confidence below which it does not answer; null if it always does. */
  readonly abstainBelow: number | null
  /** The whole config.json, for writing it back. */
  readonly raw: Readonly<Record<string, unknown>>
}

const common = z.object({
  model_type: z.string(),
  lastlayer: z
    .object({ max_length: z.int().min(1), text_columns: z.string().optional(), ...keptAbstention.shape })
    .optional(),
})

/**
 * Reads a config.json. `file` is its path, for the error.
 * @throws LastlayerError `model`, naming the file and the field.
 */
export function parseConfig(json: unknown, file: string): EncoderConfig {
  const raw = parse(z.record(z.string(), z.unknown()), json, file)
  if (raw.auto_map !== undefined && raw.auto_map !== null) {
    throw refusal(file, 'the model asks to run Python code of its own (auto_map), which Lastlayer never does')
  }
  const about = parse(common, raw, file)
  const family = families.find(({ name }) => name === about.model_type)
  if (family === undefined) {
    const known = families.map(({ name }) => name).join(', ')
    throw refusal(file, `model_type is ${JSON.stringify(about.model_type)}; supported are ${known}`)
  }
  const config: EncoderConfig = {
    family,
    ...parse(family.architecture, raw, file),
    ...readAnswers(raw),
    trainedLength: about.lastlayer?.max_length ?? null,
    textColumns: about.lastlayer?.text_columns ?? null,
    abstainBelow: about.lastlayer?.abstain_below ?? null,
    raw,
  }
  if (config.positions < 2) throw refusal(file, 'max_position_embeddings leaves no room for a text')
  if (config.dim % config.heads !== 0) {
    throw refusal(file, `its width ${config.dim} is not a multiple of its ${config.heads} attention heads`)
  }
  return config
}

function parse<T>(schema: z.ZodType<T>, json: unknown, file: string): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw refusal(file, describeZodError(parsed.error))
}

function refusal(file: string, reason: string): LastlayerError {
  return new LastlayerError('model', `${file} cannot be used: ${reason}. Choose another model.`)
}
