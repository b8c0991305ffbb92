import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** What a second start tells the first: its own paths, for it may run in another folder. */
export const givenPaths = z.object({ paths: z.array(z.string()) })

/**
 * The absolute paths that a start was given: dropped on its icon, opened with it, or typed.
 * @param appPath where the application lies; when it runs from its sources, what was given stands after that folder
 */
export function pathsIn(argv: readonly string[], folder: string, isPackaged: boolean, appPath: string): string[] {
  const app = isPackaged ? 0 : argv.findIndex((argument, i) => i > 0 && resolve(folder, argument) === appPath)
  if (app === -1) return []
  return argv
    .slice(app + 1)
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) => resolve(folder, withoutScheme(argument)))
}

/** File managers of Linux give addresses. */
function withoutScheme(argument: string): string {
  try {
    return argument.startsWith('file:') ? fileURLToPath(argument) : argument
  } catch {
    return argument
  }
}
