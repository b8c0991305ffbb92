import { z } from 'zod'
import { isSample } from './samples.ts'

/**
 * What a host does at a path that a call names: reads it, reads it as a dataset (which may be a sample instead), writes
 * below it, or lists it.
 */
export type PathUse = 'read' | 'dataset' | 'write' | 'list'

export interface NamedPath {
  readonly path: string
  readonly use: PathUse
}

/** Characters in a path: no system that we run on opens longer ones. */
const longestPath = 4096

/** The schema of a path. Every path in a call is declared so; a border that lets only some through asks `namedPaths`. */
export function pathTo(use: PathUse): z.ZodString {
  return z.string().max(longestPath).meta({ pathUse: use })
}

/** Every path in a value that its schema declares as one. The value has been parsed by that schema. */
export function namedPaths(schema: z.ZodType, value: unknown): NamedPath[] {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return value === null || value === undefined ? [] : namedPaths(schema.unwrap() as z.ZodType, value)
  }
  if (schema instanceof z.ZodObject) {
    const fields = value as Record<string, unknown>
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, field]) =>
      namedPaths(field, fields[key]),
    )
  }
  if (schema instanceof z.ZodArray) {
    return (value as unknown[]).flatMap((item) => namedPaths(schema.element as z.ZodType, item))
  }
  const use = schema.meta()?.pathUse as PathUse | undefined
  const isPath = use !== undefined && typeof value === 'string' && !(use === 'dataset' && isSample(value))
  return isPath ? [{ path: value, use }] : []
}
