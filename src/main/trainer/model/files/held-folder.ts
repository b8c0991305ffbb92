import { mkdir, rm, symlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isConfined, openToRead, pathOf } from '../../../disk/confinement.ts'
import { renamePaths } from '../../../disk/renamed-paths.ts'
import { makeTemporaryFolder } from '../../../disk/temporary-folder.ts'

/**
 * Lends a library that opens files by name a folder in which these names are the files that were opened here, so that
 * they cannot be exchanged behind our back. Where the process is not confined, or the system has no paths for what is
 * open, it is the folder itself.
 * @param names of files in the folder, or in folders below it; those that are not there are left out
 * @throws LastlayerError `usage` if one lies outside the folders of this process
 */
export async function withHeldFiles<T>(
  folder: string,
  names: readonly string[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  if (!isConfined() || process.platform !== 'linux') return use(folder)
  const held = makeTemporaryFolder('model')
  const handles: FileHandle[] = []
  const known: [own: string, known: string][] = []
  try {
    for (const name of names) {
      const handle = await openIfThere(join(folder, name))
      if (handle === null) continue
      handles.push(handle)
      await mkdir(dirname(join(held, name)), { recursive: true })
      const own = pathOf(handle) ?? ''
      known.push([own, join(folder, name)])
      await symlink(own, join(held, name))
    }
    return await use(held)
  } catch (error) {
    throw renamePaths(error, [...known, [held, folder]])
  } finally {
    for (const handle of handles) await handle.close()
    await rm(held, { recursive: true, force: true })
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await openToRead(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
