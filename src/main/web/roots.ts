import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { CallResult } from '../../shared/app-contract.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { isWithin, outside, readFolder } from '../disk/confinement.ts'
import { followLinks } from '../disk/real-path.ts'

type Listing = CallResult<'listFolder'>

const mostEntries = 2000

/** The folders that the web host's page may look into, with every symbolic link followed before it is asked. */
export class Roots {
  private constructor(
    /** What the page may list, and have written below. */
    readonly browsable: readonly string[],
    /** What may be read: those, and folders of our own. */
    readonly readable: readonly string[],
  ) {}

  /**
   * @param browsable folders that the page may list
   * @param alsoReadable folders of our own, which need not exist yet
   * @throws LastlayerError `usage` if a browsable one is no folder
   */
  static async open(browsable: readonly string[], alsoReadable: readonly string[]): Promise<Roots> {
    const real = await Promise.all(browsable.map(realFolder))
    const own = await Promise.all(alsoReadable.map(realPath))
    return new Roots([...new Set(real)], [...real, ...own])
  }

  /**
   * The real path of what may be read, whether or not it exists.
   * @throws LastlayerError `usage`, the same for what exists and what does not
   */
  async allow(path: string, among = this.readable): Promise<string> {
    const real = isAbsolute(path) && !path.includes('\0') ? await realPath(path) : null
    if (real !== null && among.some((root) => isWithin(root, real))) return real
    throw outside(path)
  }

  /** One folder below the roots, or the roots themselves. Links that lead outside are left out, as are hidden names. */
  async list(path: string | null): Promise<Listing> {
    if (path === null) {
      const entries = this.browsable.map((root) => ({ name: root, path: root, isFolder: true }))
      return { path: null, parent: null, entries }
    }
    const folder = await this.allow(path, this.browsable)
    const names = (await namesIn(folder)).filter((name) => !name.startsWith('.')).slice(0, mostEntries)
    const found = await Promise.all(names.map((name) => this.#entry(folder, name)))
    const entries = found.filter((entry) => entry !== null)
    entries.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name))
    return { path: folder, parent: this.browsable.includes(folder) ? null : dirname(folder), entries }
  }

  async #entry(folder: string, name: string): Promise<Listing['entries'][number] | null> {
    const path = join(folder, name)
    try {
      await this.allow(path, this.browsable)
      const about = await stat(path)
      return about.isDirectory() ? { name, path, isFolder: true } : { name, path, isFolder: false, size: about.size }
    } catch {
      return null
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = []
  try {
    for await (const { name } of readFolder(folder)) names.push(name)
  } catch (cause) {
    throw new LastlayerError('usage', `${folder} cannot be opened: choose another folder.`, { cause })
  }
  return names
}

async function realFolder(path: string): Promise<string> {
  const about = await stat(path).catch(() => null)
  if (about?.isDirectory()) return realpath(path)
  throw new LastlayerError('usage', `The root ${path} is not a folder.`)
}

/** Where a path leads. A loop and a forbidden folder are nothing that could be read. */
async function realPath(path: string): Promise<string> {
  return followLinks(path).catch((error: unknown) => {
    throw outside(path, error)
  })
}
