import type { LeftOut } from './left-out.ts'

/** Files that were dropped, those in dropped folders among them, and what could not be opened. */
export interface Dropped {
  readonly files: File[]
  readonly rejected: LeftOut[]
}

/** What files are called that were dropped in folders. */
const names = new WeakMap<File, string>()

/** A file's name, below the folder that it was dropped in if there is one: files of two folders may have one name. */
export function nameInDrop(file: File): string {
  return names.get(file) ?? file.name
}

/** What a drop holds. To be called within the event: afterwards the browser takes its items back. */
export function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  const dropped: Dropped = { files: [], rejected: [] }
  const folders: FileSystemDirectoryEntry[] = []
  for (const item of transfer.items) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null
    const file = item.getAsFile()
    if (entry?.isDirectory) folders.push(entry as FileSystemDirectoryEntry)
    else if (file) dropped.files.push(file)
  }
  return readFolders(folders, dropped)
}

async function readFolders(folders: FileSystemDirectoryEntry[], dropped: Dropped): Promise<Dropped> {
  for (const folder of folders) {
    const before = dropped.files.length + dropped.rejected.length
    await readFolder(folder, dropped)
    if (dropped.files.length + dropped.rejected.length === before) {
      dropped.rejected.push({ file: folder.name, why: 'emptyFolder' })
    }
  }
  return dropped
}

/** Adds the files below a folder; hidden ones are the system's or an editor's own. */
async function readFolder(folder: FileSystemDirectoryEntry, { files, rejected }: Dropped, parents = ''): Promise<void> {
  const within = `${parents}${folder.name}/`
  for (const entry of await entriesOf(folder)) {
    if (entry === null) {
      rejected.push({ file: folder.name, why: 'closedFolder' })
    } else if (entry.isDirectory) {
      await readFolder(entry as FileSystemDirectoryEntry, { files, rejected }, within)
    } else if (!entry.name.startsWith('.')) {
      const file = await new Promise<File | null>((resolve) => {
        ;(entry as FileSystemFileEntry).file(resolve, () => resolve(null))
      })
      if (file) {
        names.set(file, `${within}${entry.name}`)
        files.push(file)
      } else rejected.push({ file: `${within}${entry.name}`, why: 'unreadable' })
    }
  }
}

/** What a folder holds, by name; a null at the end stands for what could not be read. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<(FileSystemEntry | null)[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    // The browser hands out a hundred at a time, then none.
    const some = await new Promise<FileSystemEntry[] | null>((resolve) => {
      reader.readEntries(resolve, () => resolve(null))
    })
    if (some?.length) {
      entries.push(...some)
      continue
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    return some ? entries : [...entries, null]
  }
}
