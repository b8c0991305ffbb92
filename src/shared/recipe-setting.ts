import { z } from 'zod'

/** The headings of the window's form of settings, in order. */
export const formGroups = ['training', 'labels', 'texts', 'choosing'] as const
export type FormGroup = (typeof formGroups)[number]

/** What is told of a setting of the recipe, once for the command line, the window and the comparison of runs. */
export interface Setting {
  /** Its bounds and its default. */
  readonly schema: z.ZodType
  readonly title: string
  /** Its heading in the form; those of the data and the model are chosen in other ways. */
  readonly group: 'data' | 'model' | FormGroup
  /** As commander takes it; null where the command line has an argument for it. */
  readonly flag: string | null
  /** What it does, without a full stop. */
  readonly sentence: string
  /** The same for the command line, where its flag means something else or cannot do without the title. */
  readonly flagSentence?: string
  /** Stands open in the form; the others are one click away. */
  readonly isCommon?: true
}

/**
 * How a setting is set: options are the values as they are; one that may be empty is chosen by the program then. Some
 * words may stand for a number.
 */
export type Field =
  | { readonly kind: 'number'; readonly mayBeEmpty: boolean; readonly words: readonly string[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'text' }

/** How a setting is set, by its schema. */
export function fieldOf(schema: z.ZodType): Field {
  const isDefault = schema instanceof z.ZodDefault
  const given: unknown = isDefault ? schema.unwrap() : schema
  const mayBeEmpty = given instanceof z.ZodNullable
  const inner: unknown = mayBeEmpty ? given.unwrap() : given
  if (inner instanceof z.ZodNumber) return { kind: 'number', mayBeEmpty, words: [] }
  if (inner instanceof z.ZodUnion) {
    const words = inner.options.flatMap((option) =>
      option instanceof z.ZodLiteral ? [...option.values].map(String) : [],
    )
    return { kind: 'number', mayBeEmpty, words }
  }
  if (inner instanceof z.ZodBoolean) return { kind: 'switch' }
  return inner instanceof z.ZodEnum ? { kind: 'choice', options: inner.options.map(String) } : { kind: 'text' }
}
