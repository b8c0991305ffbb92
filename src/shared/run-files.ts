import { z } from 'zod'

/**
 * The version of the files in a run's folder. Raised when a file means something else than before: not for a setting or a
 * figure more, without which older files are read as well.
 */
export const runVersion = 1

const versioned = z.object({ version: z.int() })

/** Whether one of those files is of a later version than this one reads. A file without a version is older than all. */
export function isLater(stored: unknown): boolean {
  const { data } = versioned.safeParse(stored)
  return data !== undefined && data.version > runVersion
}
