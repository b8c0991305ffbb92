import type { z } from 'zod'

/** The schemas of a table whose entries say more about each key than its schema, as the shape of an object. */
export function schemasOf<T extends Readonly<Record<string, { readonly schema: z.ZodType }>>>(
  table: T,
): { [K in keyof T]: T[K]['schema'] } {
  const shape = Object.fromEntries(Object.entries(table).map(([key, { schema }]) => [key, schema]))
  return shape as { [K in keyof T]: T[K]['schema'] }
}
