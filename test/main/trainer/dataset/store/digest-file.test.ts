import { readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { DigestFile } from '../../../../../src/main/trainer/dataset/store/digest-file.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, writeSync: vi.fn(fs.writeSync) }
})

let folder = ''
beforeEach(async () => {
  vi.mocked(writeSync).mockClear()
  folder = await temporaryFolder()
  vi.stubEnv('TMPDIR', folder)
  return () => vi.unstubAllEnvs()
})

const digestOf = (number: number): string => number.toString(16).padStart(64, 'a')

function filled(count: number): DigestFile {
  const digests = new DigestFile()
  for (let i = 0; i < count; i++) digests.add(digestOf(i))
  return digests
}

test('Few digests need no file', () => {
  const digests = filled(1000)
  expect([digests.size, digests.hex(0), digests.hex(999)]).toEqual([1000, digestOf(0), digestOf(999)])
  expect(writeSync).not.toHaveBeenCalled()
})

test.skipIf(process.platform === 'win32')('Many are in a file without a name, which goes with the process', () => {
  const digests = filled(400_000)
  expect(writeSync).toHaveBeenCalled()
  expect(readdirSync(folder)).toEqual([])
  // Forwards, backwards and here and there, among them while more are added.
  const some = [0, 1, 127, 128, 131_071, 131_072, 393_215, 393_216, 399_999]
  for (const i of [...some, ...some.toReversed(), 5]) expect(digests.hex(i)).toBe(digestOf(i))
  for (let i = 400_000; i < 600_000; i++) digests.add(digestOf(i))
  for (const i of [...some, 524_287, 524_288, 599_999]) expect(digests.hex(i)).toBe(digestOf(i))
})

test('What a system writes in two goes is whole', () => {
  const { getMockImplementation } = vi.mocked(writeSync)
  const write = getMockImplementation() as (...given: unknown[]) => number
  vi.mocked(writeSync).mockImplementationOnce((...[file, bytes, offset, , position]: unknown[]) =>
    write(file, bytes, offset, 1000, position),
  )
  const digests = filled(140_000)
  for (const i of [0, 30, 31, 32, 131_071]) expect(digests.hex(i)).toBe(digestOf(i))
})

test('A full folder for temporary files is told, and what to do', () => {
  const full = Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })
  vi.mocked(writeSync).mockImplementationOnce(() => {
    throw full
  })
  expect(() => filled(140_000)).toThrow(
    expect.objectContaining({
      code: 'output',
      message: expect.stringMatching(/^The folder for temporary files, .* is full: free some space there/) as string,
    }) as Error,
  )
})

test.skipIf(process.platform === 'win32')('A folder for temporary files that is not there is told', () => {
  vi.stubEnv('TMPDIR', join(folder, 'missing'))
  expect(() => filled(140_000)).toThrow(/cannot be written to \(ENOENT\): name another by the variable TMPDIR/)
})
