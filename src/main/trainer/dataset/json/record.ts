import type { Split } from '../../../../shared/dataset-summary.ts'
import { type Said } from '../../../../shared/said.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A record of a JSON text, or why it is none, as a sentence for the person. */
export type JsonRecord = {
  /** Where it begins, from 1. */
  readonly line: number
  /** The part that the file itself puts it in. */
  readonly split?: Split | undefined
  /** An object as it is written, where it is one by itself. */
  readonly own?: Uint8Array | undefined
} & ({ readonly fields: Fields } | { readonly reason: string })

/** A JSON text as a stream of records, which may be read again and again. */
export interface Records {
  /** Some at a time, as many as are read at once. */
  read(): AsyncIterable<readonly JsonRecord[]>
  /** How they lie in the file, for the person; null where that is plain. */
  readonly layout: Said | null
}

/** Records that come some at a time, one by one. */
export async function* eachOf(records: AsyncIterable<readonly JsonRecord[]>): AsyncGenerator<JsonRecord> {
  for await (const some of records) yield* some
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The record of some names and values; a name that is there twice counts once. */
export function fieldsOf(names: readonly string[], values: readonly unknown[]): Fields {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}
