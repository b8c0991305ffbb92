import type { z } from 'zod'
import { readText } from './confinement.ts'

/** What a JSON file holds, as its schema has it; null where it is missing, damaged, or not to be read by this process. */
export async function readJsonAs<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readText(path)))
  } catch {
    return null
  }
}
