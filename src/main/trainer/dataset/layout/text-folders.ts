import type { Dirent } from 'node:fs'
import { basename, join } from 'node:path'
import { openToRead, readFolder } from '../../../disk/confinement.ts'
import { isFolder, listFolder, unreadable } from '../bytes/files.ts'
import type { LabelFolder, Part, Rank } from './layout.ts'
import { areNumbered, isBesides, isDocumentName, isForeignFolder, isLabelWord, textRank } from './names.ts'
import { partsAmong } from './part-words.ts'
import { at } from '../../../../shared/at.ts'

const deepest = 4
// Of a folder, before it is taken to hold no texts.
const mostLookedAt = 1000
const mostOpened = 5
const mostInner = 8

/**
 * The label folders in a folder: its sub-folders that hold texts. Where these hold the same folders each, as batches or
 * parts do, the labels may be one level deeper.
 */
export async function labelFolders(folder: string, rank: Rank, split: Part): Promise<LabelFolder[]> {
  const names = await foldersIn(folder)
  const found: { name: string; inner: string[]; isFlat: boolean }[] = []
  for (const { name, isLink } of names) {
    const path = join(folder, name)
    const isFlat = await holdsTexts(path, rank, 0)
    if (isFlat) found.push({ name, inner: [], isFlat })
    // A link may lead round in a circle.
    else if (!isLink && (await holdsTexts(path, rank, deepest))) {
      const inner: string[] = []
      for (const one of await foldersIn(path)) {
        if (!one.isLink && (await holdsTexts(join(path, one.name), rank, deepest))) inner.push(one.name)
      }
      found.push({ name, inner, isFlat })
    }
  }
  const outer = found.map(({ name }) => name)
  const all = [...new Set(found.flatMap(({ inner }) => inner))]
  const isNested = found.length > 1 && found.every(({ isFlat }) => !isFlat)
  const splitOf = partsAmong(all)
  if (isNested && split === null && found.every(({ inner }) => inner.some((name) => splitOf(name) === 'train'))) {
    const parted = found.flatMap(({ name, inner }) => inner.map((one) => ({ label: name, split: splitOf(one), one })))
    return parted
      .filter((one) => one.split !== null)
      .map((one) => ({ folder: join(folder, one.label, one.one), label: one.label, split: one.split, rank }))
  }
  const isInner = !outer.some(isLabelWord) && !areNumbered(all) && all.length > 1
  const isSame = found.every(({ inner }) => inner.length === all.length)
  if (isNested && isInner && isSame && (areNumbered(outer) || all.every(isLabelWord))) {
    return all.flatMap((label) => outer.map((name) => ({ folder: join(folder, name, label), label, split, rank })))
  }
  return outer.map((label) => ({ folder: join(folder, label), label, split, rank }))
}

/** The sub-folders that may hold something, and links to such. */
async function foldersIn(folder: string): Promise<{ name: string; isLink: boolean }[]> {
  const names: { name: string; isLink: boolean }[] = []
  for (const entry of await listFolder(folder)) {
    if (!isForeignFolder(entry.name) && (await isFolder(folder, entry))) {
      names.push({ name: entry.name, isLink: entry.isSymbolicLink() })
    }
  }
  return names
}

/** Whether a folder holds a text, down to `depth` levels below it. Links are followed to files alone. */
async function holdsTexts(folder: string, rank: Rank, depth: number): Promise<boolean> {
  const folders: string[] = []
  let seen = 0
  let opened = 0
  try {
    for await (const entry of readFolder(folder)) {
      if (++seen > mostLookedAt) break
      if (entry.isDirectory() && !isForeignFolder(entry.name)) folders.push(entry.name)
      const own = isFile(entry) ? textRank(entry.name) : null
      if (own === 1) return true
      if (own === null || own > rank || opened === mostOpened) continue
      opened += 1
      if (isDocumentName(entry.name) || (await looksLikeText(join(folder, entry.name)))) return true
    }
  } catch (error) {
    throw unreadable(folder, error)
  }
  if (depth === 0) return false
  for (const name of folders.slice(0, mostInner)) if (await holdsTexts(join(folder, name), rank, depth - 1)) return true
  return false
}

/** What of a label folder is read, and what is not. */
export interface FolderFiles {
  /** In reading order: the files of a folder by name, then its sub-folders by name. */
  readonly texts: readonly string[]
  /** Files that are not read, system files and the like left out. */
  readonly aside: readonly string[]
}

/** Lists a label folder. Where .txt files are half of what may be a text, they are the texts. */
export async function filesOf({ folder, rank }: LabelFolder): Promise<FolderFiles> {
  const files: string[] = []
  await walk(folder, deepest, files)
  const ranks = files.map((path) => textRank(basename(path)))
  const inTxt = ranks.filter((own) => own === 1).length
  const likely = ranks.filter((own) => own !== null && own <= rank).length
  const limit = inTxt > 0 && 2 * inTxt >= likely ? 1 : rank
  const isText = (_: string, i: number): boolean => (at(ranks, i) ?? Infinity) <= limit
  return {
    texts: files.filter(isText),
    aside: files.filter((path, i) => !isText(path, i) && !isBesides(basename(path))),
  }
}

async function walk(folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await listFolder(folder)
  for (const entry of entries) if (isFile(entry)) found.push(join(folder, entry.name))
  if (depth === 0) return
  const inner = entries.filter((entry) => entry.isDirectory() && !isForeignFolder(entry.name))
  for (const { name } of inner) await walk(join(folder, name), depth - 1, found)
}

/** A link counts, wherever it leads: reading tells what it is. */
function isFile(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink()
}

/** Whether the beginning of a file is text: hardly a control character, or a mark of UTF-16 at its start. */
async function looksLikeText(path: string): Promise<boolean> {
  try {
    const file = await openToRead(path)
    try {
      if (!(await file.stat()).isFile()) return false
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
      const bytes = buffer.subarray(0, bytesRead)
      const mark = bytes.subarray(0, 2).toString('latin1')
      if (mark === '\xff\xfe' || mark === '\xfe\xff') return true
      const controls = bytes.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length
      return controls <= bytesRead / 100
    } finally {
      await file.close()
    }
  } catch {
    return false
  }
}
