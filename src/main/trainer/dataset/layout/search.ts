import { join } from 'node:path'
import { english } from '../../../../shared/said.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { isFolder, listFolder } from '../bytes/files.ts'
import { looseFiles } from './left-aside.ts'
import { shortList, type FoldersLayout, type Layout, type Rank, type TablesLayout } from './layout.ts'
import { lineFiles } from './line-files.ts'
import { isForeignFolder } from './names.ts'
import { refuseApart, refusePairs } from './paired-files.ts'
import { partFolders } from './part-folders.ts'
import { otherTables, partedTables, tablesAmong } from './table-files.ts'
import { labelFolders } from './text-folders.ts'

const deepest = 3
const mostFolders = 100

/** A dataset, and the folder in which it was found. */
interface Found {
  readonly layout: Layout
  readonly folder: string
}

/**
 * Looks for a dataset in a folder, then in its sub-folders, the surest signs first: parts, folders of .txt files, tables,
 * files of one label each; only then folders of other texts.
 * `separator` is what a person says cuts the lines of tables.
 * @throws LastlayerError `dataset` where there are several
 */
export async function search(folder: string, separator: string | null): Promise<Layout | null> {
  const found = (await searchFor(sureWith(separator), folder, deepest)) ?? (await searchFor(unsure, folder, deepest))
  return found?.layout ?? (await textsOf(folder, 1, 1)) ?? (await textsOf(folder, 3, 2))
}

type Search = (folder: string, files: readonly string[], folders: readonly string[]) => Promise<Layout | null>

function sureWith(separator: string | null): Search {
  return async (folder, files, folders) => {
    refusePairs(folder, files)
    await refuseApart(folder, files)
    const tables = await tablesAmong(folder, files, separator)
    const layout =
      (await partFolders(folder, folders, separator)) ??
      partedTables(tables) ??
      (await textsOf(folder, 1, 2)) ??
      otherTables(folder, tables) ??
      (await lineFiles(folder, files, null))
    if (layout?.kind !== 'tables') return layout
    return { ...layout, findings: [...layout.findings, ...looseFiles(folder, files, layout)] } satisfies TablesLayout
  }
}

function unsure(folder: string): Promise<Layout | null> {
  return textsOf(folder, 2, 2)
}

async function textsOf(folder: string, rank: Rank, fewest: number): Promise<FoldersLayout | null> {
  const folders = await labelFolders(folder, rank, null)
  return new Set(folders.map(({ label }) => label)).size < fewest ? null : { kind: 'folders', folders, findings: [] }
}

async function searchFor(find: Search, folder: string, depth: number): Promise<Found | null> {
  const { files, folders, links } = await entriesOf(folder)
  const layout = await find(folder, files, folders)
  if (layout !== null || depth === 0) return layout && { layout, folder }
  const below: Found[] = []
  // Many links that lead round in circles would never end.
  const inner = folders.length === 1 ? folders : folders.filter((name) => !links.has(name))
  for (const name of inner.slice(0, mostFolders)) {
    const found = await searchFor(find, join(folder, name), depth - 1)
    if (found !== null) below.push(found)
  }
  if (below.length < 2) return below[0] ?? null
  const paths = shortList(below.map((one) => one.folder.slice(folder.length + 1)))
  throw new LastlayerError(
    'dataset',
    `${folder} holds several datasets (${english(paths)}): choose one of these folders.`,
  )
}

async function entriesOf(folder: string): Promise<{ files: string[]; folders: string[]; links: Set<string> }> {
  const files: string[] = []
  const folders: string[] = []
  const links = new Set<string>()
  for (const entry of await listFolder(folder)) {
    if (entry.isSymbolicLink()) links.add(entry.name)
    if (!(await isFolder(folder, entry))) files.push(entry.name)
    else if (!isForeignFolder(entry.name)) folders.push(entry.name)
  }
  return { files, folders, links }
}
