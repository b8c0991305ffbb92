import { z } from 'zod'
import { describeZodError, LastlayerError } from '../../../../shared/errors.ts'
import { families } from './families.ts'
import type { Architecture, Family } from './family.ts'

/** A model's architecture, and what else its config.json says of it. */
export interface EncoderConfig extends Architecture {
  readonly family: Family
  /** The labels by class index, if the model is a classifier that chooses one of them; else null. */
  readonly labels: readonly string[] | null
  /** The maximum length that a model made by Lastlayer was trained with; else null. */
  readonly trainedLength: number | null
  /** The columns that the texts of a model made by Lastlayer were joined of, as --text-column takes them; else null. */
  readonly textColumns: string | null
  /** The whole config.json, for writing it back. */
  readonly raw: Readonly<Record<string, unknown>>
}

const common = z.object({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
  problem_type: z.string().nullish(),
  num_labels: z.int().min(1).max(100_000).nullish(),
  lastlayer: z.object({ max_length: z.int().min(1), text_columns: z.string().optional() }).optional(),
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
    labels: readLabels(raw, about, file),
    trainedLength: about.lastlayer?.max_length ?? null,
    textColumns: about.lastlayer?.text_columns ?? null,
    raw,
  }
  if (config.positions < 2) throw refusal(file, 'max_position_embeddings leaves no room for a text')
  if (config.dim % config.heads !== 0) {
    throw refusal(file, `its width ${config.dim} is not a multiple of its ${config.heads} attention heads`)
  }
  return config
}

/** The tokens that a classifier reads of a text. */
export function lengthRead({ trainedLength, positions }: EncoderConfig): number {
  return Math.min(trainedLength ?? positions, positions)
}

/** Whether the model chooses one of several labels: regression and several labels at once are other tasks. */
function isClassifier({ architectures, problem_type }: z.infer<typeof common>): boolean {
  const task = problem_type ?? 'single_label_classification'
  const classifies = (architectures ?? []).some((name) => name.endsWith('ForSequenceClassification'))
  return classifies && task === 'single_label_classification'
}

/** The labels of a classifier in the order of their numbers; null for other tasks. One label alone is a regression. */
function readLabels(
  { id2label }: Record<string, unknown>,
  about: z.infer<typeof common>,
  file: string,
): string[] | null {
  if (!isClassifier(about)) return null
  const labels = id2label === undefined || id2label === null ? unnamed(about.num_labels ?? 2) : named(id2label, file)
  return labels.length > 1 ? labels : null
}

/** As Python names them where nobody did. */
function unnamed(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `LABEL_${i}`)
}

function named(id2label: unknown, file: string): string[] {
  const table = new Map(Object.entries(parse(z.record(z.string(), z.string()), id2label, file, 'id2label')))
  const labels = Array.from({ length: table.size }, (_, i) => table.get(String(i)))
  if (!labels.every((label) => label !== undefined)) throw refusal(file, 'id2label is not numbered 0, 1, 2 …')
  if (new Set(labels).size < labels.length) throw refusal(file, 'id2label names two classes alike')
  return labels
}

function parse<T>(schema: z.ZodType<T>, json: unknown, file: string, field?: string): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw refusal(file, (field === undefined ? '' : `${field}: `) + describeZodError(parsed.error))
}

function refusal(file: string, reason: string): LastlayerError {
  return new LastlayerError('model', `${file} cannot be used: ${reason}. Choose another model.`)
}
