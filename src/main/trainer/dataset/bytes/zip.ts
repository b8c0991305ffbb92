import { basename } from 'node:path'
import { fromFdPromise, type Entry, type ZipFile } from 'yauzl'
import { LastlayerError } from '../../../../shared/errors.ts'
import { openToRead } from '../../../disk/confinement.ts'
import { unreadable } from './files.ts'
import { checkRatio, damaged } from './unpack.ts'

const mostMembers = 10_000

/** A ZIP archive, opened, with the files that it holds; there may be more where it is `cut`. */
export interface Zip {
  readonly path: string
  readonly members: readonly Entry[]
  readonly isCut: boolean
  /** The bytes of a member, unpacked, never more than it claims. @throws LastlayerError `dataset` */
  read(member: Entry): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/**
 * Opens a ZIP archive. Folders, and what macOS and Windows add of their own, are no members.
 * @throws LastlayerError `dataset` if it cannot be read or is damaged.
 */
export async function openZip(path: string): Promise<Zip> {
  const handle = await openToRead(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    const zip = await fromFdPromise(handle.fd, { autoClose: false, lazyEntries: true })
    const { members, isCut } = await list(zip)
    return { path, members, isCut, read: (member) => readMember(path, zip, member), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw damaged(path, error)
  }
}

async function list(zip: ZipFile): Promise<Pick<Zip, 'members' | 'isCut'>> {
  const members: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    if (members.length === mostMembers) return { members, isCut: true }
    if (!entry.fileName.endsWith('/') && !isJunk(entry.fileName)) members.push(entry)
  }
  return { members, isCut: false }
}

function isJunk(name: string): boolean {
  const file = basename(name)
  return name.startsWith('__MACOSX/') || file.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(file)
}

async function* readMember(path: string, zip: ZipFile, member: Entry): AsyncGenerator<Buffer> {
  if (member.isEncrypted()) {
    throw new LastlayerError('dataset', `${path} is locked by a password: unpack or save it without one.`)
  }
  checkRatio(path, member.compressedSize, member.uncompressedSize)
  try {
    let size = 0
    for await (const piece of await zip.openReadStreamPromise(member)) {
      size += (piece as Buffer).length
      checkRatio(path, member.compressedSize, size)
      yield piece as Buffer
    }
  } catch (error) {
    throw damaged(path, error)
  }
}

const tableName = /\.(csv|tsv|tab|txt|jsonl?|ndjson|parquet|arrow|feather|xlsx|data|dat)$/i
const besideIt = /^(readme|licen[cs]e|notice|changelog|citation)\b|\.(md|pdf|html?)$/i

/**
 * The one table in an archive, whatever describes it left aside.
 * @throws LastlayerError `dataset` if there are none or several, which it lists.
 */
export function tableMember({ path, members, isCut }: Zip): Entry {
  const files = members.filter(({ fileName }) => !besideIt.test(basename(fileName)))
  const tables = files.filter(({ fileName }) => tableName.test(fileName))
  const [only, ...others] = tables.length > 0 ? tables : files
  if (only !== undefined && others.length === 0) return only
  const names = files.slice(0, 5).map(({ fileName }) => fileName)
  const some = `${names.join(', ')}${files.length > names.length ? ', …' : ''}`
  const count = isCut ? `more than ${mostMembers}` : String(files.length)
  const what = files.length === 0 ? 'holds no table' : `holds ${count} files (${some})`
  throw new LastlayerError('dataset', `${path} is a ZIP archive that ${what}: unpack it and choose its folder.`)
}
