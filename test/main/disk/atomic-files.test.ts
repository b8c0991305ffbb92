import { mkdir, open, readdir, readFile, rename, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import {
  freeBytes,
  makeFolder,
  systemCode,
  writeFileAtomic,
  writeStreamAtomic,
  writing,
} from '../../../src/main/disk/atomic-files.ts'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { temporaryFolder } from '../../support/tiny-model.ts'

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>()
  return { ...actual, open: vi.fn(actual.open), rename: vi.fn(actual.rename), statfs: vi.fn(actual.statfs) }
})
const realOpen = vi.mocked(open).getMockImplementation() as typeof open
const realRename = vi.mocked(rename).getMockImplementation() as typeof rename

let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
  vi.mocked(open).mockImplementation(realOpen)
})

test('a file replaces a former one and leaves nothing beside it', async () => {
  const path = join(folder, 'report.json')
  await writeFileAtomic(path, 'first')
  await writeFileAtomic(path, 'second ☕')
  expect(await readFile(path, 'utf8')).toBe('second ☕')
  expect(await readdir(folder)).toEqual(['report.json'])
})

test('a stream of chunks is written in order, empty ones included', async () => {
  const path = join(folder, 'features.bin')
  async function* chunks() {
    yield Buffer.from('ab')
    yield Buffer.alloc(0)
    yield Buffer.from('cd')
  }
  await writeStreamAtomic(path, chunks())
  expect(await readFile(path, 'utf8')).toBe('abcd')
})

test('writes that take only a part of a chunk are continued', async () => {
  breakWrites((file, write) => {
    file.write = ((bytes: Uint8Array, offset: number, length: number) =>
      write(bytes, offset, Math.min(length, 3))) as typeof file.write
  })
  await writeFileAtomic(join(folder, 'a.txt'), 'written in pieces of three')
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('written in pieces of three')
})

test('a full disk leaves the former file and no temporary one, and the error says what to do', async () => {
  const path = join(folder, 'model.bin')
  await writeFile(path, 'former')
  breakWrites((file) => {
    file.write = () => Promise.reject(systemError('ENOSPC'))
  })
  await expect(writeFileAtomic(path, 'new')).rejects.toThrow(
    new LastlayerError('output', `${path} could not be written: ${fullDisk}`),
  )
  expect(await readFile(path, 'utf8')).toBe('former')
  expect(await readdir(folder)).toEqual(['model.bin'])
})

test('an error of the content itself is passed on, and nothing is left', async () => {
  const defect = new Error('tensor vanished')
  function* chunks() {
    yield Buffer.from('ab')
    throw defect
  }
  await expect(writeStreamAtomic(join(folder, 'a.bin'), chunks())).rejects.toBe(defect)
  expect(await readdir(folder)).toEqual([])
})

test('a missing folder, a file in the path and a folder of that name are told apart', async () => {
  await writeFile(join(folder, 'file'), '')
  await mkdir(join(folder, 'taken'))
  await expect(writeFileAtomic(join(folder, 'none', 'a'), '')).rejects.toThrow('its folder does not exist')
  await expect(writeFileAtomic(join(folder, 'file', 'a'), '')).rejects.toThrow('part of the path is a file')
  await expect(writeFileAtomic(join(folder, 'taken'), '')).rejects.toThrow('a folder has that name')
  expect((await readdir(folder)).sort()).toEqual(['file', 'taken'])
})

test.each([
  ['EACCES', 'permission'],
  ['EROFS', 'read-only'],
  ['EDQUOT', 'quota'],
  ['EWEIRD', 'the system says EWEIRD'],
])('a system error %s becomes an output error that says "%s"', async (code, words) => {
  const error: unknown = await writing('/some/file', () => Promise.reject(systemError(code))).catch((error) => error)
  expect(error).toMatchObject({ code: 'output', message: expect.stringContaining(words) })
  expect(error).toMatchObject({ message: expect.stringContaining('/some/file') })
})

test('only errors of the system have a system code', () => {
  expect(systemCode(systemError('EIO'))).toBe('EIO')
  expect(systemCode(Object.assign(new Error(), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeNull()
  expect(systemCode('EIO')).toBeNull()
})

const fullDisk = 'the disk is full. Free some space or choose a folder on another disk.'

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'write' })
}

type Opened = Awaited<ReturnType<typeof open>>
type Write = (bytes: Uint8Array, offset: number, length: number) => Promise<unknown>

/** Lets a test replace the `write` of every file that is opened. */
function breakWrites(change: (file: Opened, write: Write) => void): void {
  vi.mocked(open).mockImplementation(async (...args: Parameters<typeof open>) => {
    const file = await realOpen(...args)
    change(file, file.write.bind(file) as Write)
    return file
  })
}

test('makeFolder makes the folders above, keeps one that is there, and ends where none can be made', async () => {
  const root = await temporaryFolder()
  const deep = join(root, 'a', 'b', 'c')
  await makeFolder(deep)
  await makeFolder(deep)
  expect((await stat(deep)).isDirectory()).toBe(true)
  await writeFile(join(root, 'file'), '')
  await expect(makeFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  if (process.platform === 'linux')
    await expect(makeFolder('/proc/lastlayer/x')).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each([
  ['EINVAL', true],
  ['EIO', false],
])('What a disk says to fsync, here %s, ends a writing only if the disk could have done it', async (code, passes) => {
  vi.mocked(open).mockImplementation(async (...args) => {
    const handle = await realOpen(...args)
    const refuse = () => Promise.reject(Object.assign(new Error(code), { code, syscall: 'fsync' }))
    return Object.assign(handle, { sync: refuse })
  })
  const written = writeFileAtomic(join(folder, 'report.json'), 'whole').then(
    () => true,
    () => false,
  )
  expect(await written).toBe(passes)
})

test.each([
  ['for a moment', 2, true],
  ['for good', 99, false],
])('A name that somebody holds %s is tried again', async (_, times, passes) => {
  for (let i = 0; i < times; i++) {
    vi.mocked(rename).mockRejectedValueOnce(Object.assign(new Error('held'), { code: 'EACCES', syscall: 'rename' }))
  }
  const path = join(folder, 'report.json')
  const written = writeFileAtomic(path, 'whole').then(
    () => true,
    () => false,
  )
  expect(await written).toBe(passes)
  vi.mocked(rename).mockReset()
  vi.mocked(rename).mockImplementation(realRename)
  expect(await readdir(folder)).toEqual(passes ? ['report.json'] : [])
})

test('A disk that does not say how large it is has room', async () => {
  vi.mocked(statfs).mockResolvedValueOnce({ blocks: 0, bavail: 0, bsize: 4096 } as Awaited<ReturnType<typeof statfs>>)
  expect(await freeBytes(folder)).toBe(Infinity)
})
