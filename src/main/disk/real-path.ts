import { lstat, readlink, realpath } from 'node:fs/promises'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { systemCode } from './atomic-files.ts'

/** As many links as Linux follows. */
const mostLinks = 40

/**
 * Where an absolute path leads: every link is followed, also one to what does not exist. It ends at the first part that is
 * missing, so that a long path costs no more than what exists of it.
 * @throws the system's own errors for a loop and for what may not be looked into; Error for a way up out of what is missing
 */
export async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const { root } = parse(path)
  const waiting = path.slice(root.length).split(sep).reverse()
  let real = root
  for (let links = 0, part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      real = dirname(real)
      continue
    }
    const next = join(real, part)
    const about = await lstat(next).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw error
    })
    if (about === null) return below(next, waiting.reverse())
    if (!about.isSymbolicLink()) {
      real = next
      continue
    }
    if (++links > mostLinks) throw new Error(`${path} has too many links`)
    const target = resolve(real, await readlink(next))
    real = parse(target).root
    waiting.push(...target.slice(real.length).split(sep).reverse())
  }
  return real
}

/** What lies below something missing is no link; a way up out of it has no meaning. */
function below(missing: string, parts: readonly string[]): string {
  if (parts.includes('..')) throw new Error(`${missing} does not exist`)
  return join(missing, ...parts)
}

function isMissing(error: unknown): boolean {
  const code = systemCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}
