import { mkdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LastlayerError } from '../../shared/errors.ts'
import { readFolder, requireInside, withFolder } from './confinement.ts'
import { besides, makeFolder, replace, syncFolder, systemCode, writing } from './atomic-files.ts'
import { renamePaths } from './renamed-paths.ts'

/**
 * Makes a folder that appears whole or not at all: `fill` writes into a temporary one beside it, which then takes the
 * place of a former folder. What `fill` returns is returned.
 * @throws LastlayerError `output`, naming the folder; nothing is left behind and a former folder stays. `usage` if it
 * would lie outside the folders of this process.
 */
export async function writeFolderAtomic<T>(destination: string, fill: (folder: string) => Promise<T>): Promise<T> {
  const parent = dirname(destination)
  await requireInside(parent)
  await writing(destination, () => makeFolder(parent))
  return await withFolder(parent, (held) => fillBelow(held, destination, fill))
}

/** @param parent a path to the folder that holds `destination` */
async function fillBelow<T>(parent: string, destination: string, fill: (folder: string) => Promise<T>): Promise<T> {
  const place = join(parent, basename(destination))
  const temporary = besides(place)
  await writing(destination, () => mkdir(temporary))
  try {
    const value = await fill(temporary)
    await writing(destination, () => moveFolder(temporary, place))
    return value
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {})
    // The person knows the folder by its later name.
    throw renamePaths(error, [
      [temporary, destination],
      [place, destination],
      [parent, dirname(destination)],
    ])
  }
}

/** The names in a folder; none if there is no such folder. @throws as {@link readFolder} */
export async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = []
  try {
    for await (const { name } of readFolder(folder)) names.push(name)
    return names
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

/**
 * {@link namesIn}, for a folder that the person should know of if it cannot be read.
 * @throws LastlayerError `output`
 */
export async function readNames(folder: string): Promise<string[]> {
  try {
    return await namesIn(folder)
  } catch (cause) {
    if (cause instanceof LastlayerError) throw cause
    const code = systemCode(cause) ?? String(cause)
    throw new LastlayerError('output', `${folder} could not be read: ${reasons[code] ?? `the system says ${code}`}.`, {
      cause,
    })
  }
}

const reasons: Record<string, string> = {
  ENOTDIR: 'it is not a folder',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
}

/** Puts a folder in place of a former one; if that fails the former one is put back. */
async function moveFolder(temporary: string, destination: string): Promise<void> {
  await syncFolder(temporary)
  const former = besides(destination)
  const replaces = (await namesIn(destination)).length > 0
  if (replaces) await replace(destination, former)
  else await rmdir(destination).catch(() => {})
  try {
    await replace(temporary, destination)
  } catch (error) {
    if (replaces) await replace(former, destination)
    throw error
  }
  // On a network disk somebody may still read in it: what is left goes at a next start.
  await rm(former, { recursive: true, force: true }).catch(() => undefined)
  await syncFolder(dirname(destination))
}
