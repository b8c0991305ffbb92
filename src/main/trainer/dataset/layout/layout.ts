import type { Dirent } from 'node:fs'
import { extname, join } from 'node:path'
import type { Split } from '../../../../shared/dataset-summary.ts'
import { formOfExtension, type TableForm } from '../../../../shared/dataset-forms.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { lookAt } from '../../../disk/confinement.ts'
import { tableFormOf } from '../formats/form.ts'
import { holdsTexts, isFolder, listFolder, unreadable } from '../bytes/files.ts'
import { at } from '../../../../shared/at.ts'

/** A part of the dataset; null where Lastlayer has to make the parts itself. */
export type Part = Split | null

/** How a dataset lies on disk. Folders hold one folder of texts a label; paths are in reading order. */
export type Layout =
  | { readonly kind: 'folders'; readonly parts: readonly { folder: string; labels: readonly string[]; split: Part }[] }
  | { readonly kind: 'tables'; readonly form: TableForm; readonly files: readonly { path: string; split: Part }[] }

const understood =
  'Lastlayer reads folders of .txt files named by their label (neg/, pos/, also inside train/ and test/), ' +
  `or ${new Intl.ListFormat('en-GB').format(formOfExtension.keys())} tables, one or a train and a test`

/**
 * Finds out how a dataset is laid out.
 * @throws LastlayerError `dataset` where there is nothing, or nothing that is understood.
 */
export async function findLayout(path: string): Promise<Layout> {
  const about = await lookAt(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, error)
    throw new LastlayerError('dataset', `${path} does not exist: choose a folder of labelled texts or a table file.`)
  })
  if (about.isDirectory()) return await findInFolder(path)
  if (!about.isFile()) throw new LastlayerError('dataset', `${path} is not a dataset: ${understood}.`)
  const form = await tableFormOf(path)
  if (typeof form !== 'string') throw new LastlayerError('dataset', `${path} ${form.reason}`)
  return { kind: 'tables', form, files: [{ path, split: null }] }
}

async function findInFolder(folder: string): Promise<Layout> {
  const entries = await listFolder(folder)
  if (entries.length === 0) {
    throw new LastlayerError('dataset', `${folder} is empty: choose a folder of labelled texts or a table file.`)
  }
  const layout = await search(folder, entries, 3)
  if (layout !== null) return layout
  const tables = entries.filter((entry) => formOf(entry.name) !== undefined).map((entry) => entry.name)
  const hint =
    tables.length > 1
      ? `${folder} holds several tables (${shortList(tables)}): choose one of them, or name them train and test.`
      : `${folder} holds nothing to train on: ${understood}.`
  throw new LastlayerError('dataset', hint)
}

/** Looks in a folder, then in its only subfolder if it has just one, as unpacked archives do; `depth` ends link loops. */
async function search(folder: string, entries: readonly Dirent[], depth: number): Promise<Layout | null> {
  const folders: string[] = []
  for (const entry of entries) if (await isFolder(folder, entry)) folders.push(entry.name)
  const tables = entries.filter((entry) => !folders.includes(entry.name)).map((entry) => entry.name)
  const found =
    (await splitFolders(folder, folders)) ??
    splitTables(folder, tables) ??
    (await labelFolders(folder, folders)) ??
    onlyTable(folder, tables)
  if (found !== null || folders.length !== 1 || depth === 0) return found
  const inner = join(folder, at(folders, 0))
  return await search(inner, await listFolder(inner), depth - 1)
}

async function splitFolders(folder: string, folders: readonly string[]): Promise<Layout | null> {
  const inPart = async (name: string) => {
    if (!folders.includes(name)) return []
    const part = join(folder, name)
    return await labelsIn(part, await foldersIn(part))
  }
  const train = { folder: join(folder, 'train'), labels: await inPart('train') }
  const test = { folder: join(folder, 'test'), labels: await inPart('test') }
  if (train.labels.length === 0) return null
  if (test.labels.length === 0) return { kind: 'folders', parts: [{ ...train, split: null }] }
  return {
    kind: 'folders',
    parts: [
      { ...train, split: 'train' },
      { ...test, split: 'test' },
    ],
  }
}

async function labelFolders(folder: string, folders: readonly string[]): Promise<Layout | null> {
  const labels = await labelsIn(folder, folders)
  return labels.length === 0 ? null : { kind: 'folders', parts: [{ folder, labels, split: null }] }
}

/** The folders that hold texts. `unsup` is aclImdb's folder of texts without a label. */
async function labelsIn(folder: string, folders: readonly string[]): Promise<string[]> {
  const labels: string[] = []
  for (const name of folders) if (name !== 'unsup' && (await holdsTexts(join(folder, name)))) labels.push(name)
  return labels
}

async function foldersIn(folder: string): Promise<string[]> {
  const folders: string[] = []
  for (const entry of await listFolder(folder)) if (await isFolder(folder, entry)) folders.push(entry.name)
  return folders
}

function splitTables(folder: string, names: readonly string[]): Layout | null {
  for (const [extension, form] of formOfExtension) {
    const train = tablesOf('train', extension, names).map((name) => join(folder, name))
    const test = tablesOf('test', extension, names).map((name) => join(folder, name))
    const part = (paths: string[], split: Part) => paths.map((path) => ({ path, split }))
    if (train.length === 0) continue
    const files = test.length === 0 ? part(train, null) : [...part(train, 'train'), ...part(test, 'test')]
    return { kind: 'tables', form, files }
  }
  return null
}

/** `train.csv`, or else its pieces, such as `train-00000-of-00002.parquet`. */
function tablesOf(part: string, extension: string, names: readonly string[]): string[] {
  const named = names.filter((name) => extname(name).toLowerCase() === extension)
  const stem = (name: string) => name.slice(0, -extension.length).toLowerCase()
  const whole = named.filter((name) => stem(name) === part)
  const pieces = named.filter((name) => stem(name).startsWith(part) && !/[a-z]/.test(stem(name)[part.length] ?? 'a'))
  return whole.length > 0 ? whole : pieces
}

function onlyTable(folder: string, names: readonly string[]): Layout | null {
  const tables = names.filter((name) => formOf(name) !== undefined)
  const form = formOf(tables[0] ?? '')
  if (tables.length !== 1 || form === undefined) return null
  return { kind: 'tables', form, files: [{ path: join(folder, at(tables, 0)), split: null }] }
}

function formOf(path: string): TableForm | undefined {
  return formOfExtension.get(extname(path).toLowerCase())
}

function shortList(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', ')
}
