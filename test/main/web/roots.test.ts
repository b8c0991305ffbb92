import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Roots } from '../../../src/main/web/roots.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let folder: string
let roots: Roots
const inside = (...names: string[]): string => join(folder, 'texts', ...names)

beforeEach(async () => {
  folder = await realpath(await temporaryFolder())
  mkdirSync(inside('reviews', 'pos'), { recursive: true })
  mkdirSync(join(folder, 'texts-evil'))
  mkdirSync(join(folder, 'own'))
  writeFileSync(inside('table.csv'), 'text,label\n')
  writeFileSync(inside('.hidden'), '')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(folder, inside('up'))
  symlinkSync(join(folder, 'secret.txt'), inside('secret.txt'))
  symlinkSync(inside('reviews'), inside('also-reviews'))
  symlinkSync(inside('loop'), inside('loop'))
  symlinkSync(join(folder, 'no-secret.txt'), inside('dangling'))
  roots = await Roots.open([inside()], [join(folder, 'own'), join(folder, 'not-yet')])
})

test('What lies in the roots, or in a folder of our own, may be read', async () => {
  for (const path of [inside(), inside('reviews'), join(folder, 'own', 'run'), join(folder, 'not-yet', 'run')]) {
    await expect(roots.allow(path)).resolves.toBe(path)
  }
  await expect(roots.allow(inside('also-reviews', 'pos'))).resolves.toBe(inside('reviews', 'pos'))
})

test.each([
  ['a sibling whose name begins alike', () => join(folder, 'texts-evil')],
  ['the folder above', () => folder],
  ['a way up', () => inside('..', 'secret.txt')],
  ['a link to a file outside', () => inside('secret.txt')],
  ['a link to a folder outside', () => inside('up', 'secret.txt')],
  ['a file below a link that is not there yet', () => inside('up', 'new', 'file')],
  ['a link to what is not there outside', () => inside('dangling')],
  ['a way up out of what is not there', () => `${inside()}/new/../also-reviews`],
  ['a link to itself', () => inside('loop')],
  ['a relative path', () => 'texts'],
  ['a zero byte', () => `${inside()}\0`],
  ['the root of the disk', () => '/'],
  ['the empty path', () => ''],
])('%s is refused', async (_, path) => {
  await expect(roots.allow(path())).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/outside the folders/),
  })
})

test('The same is said of what exists outside and of what does not', async () => {
  const messageOf = (path: string): Promise<string> =>
    roots.allow(path).then(
      () => '',
      (error: Error) => error.message.replace(path, ''),
    )
  expect(await messageOf(join(folder, 'secret.txt'))).toBe(await messageOf(join(folder, 'no-secret.txt')))
})

test('A path of any length is answered at once', async () => {
  const startedAt = performance.now()
  for (const count of [1500, 20_000]) {
    const path = inside(...Array.from({ length: count }, () => 'a'))
    expect((await roots.allow(path)) === path, `${count} parts`).toBe(true)
  }
  expect(performance.now() - startedAt).toBeLessThan(1000)
})

test('A listing shows folders first, without hidden names and links that lead outside', async () => {
  const { entries, parent, path } = await roots.list(inside())
  expect({ path, parent }).toEqual({ path: inside(), parent: null })
  expect(entries.map(({ name }) => name)).toEqual(['also-reviews', 'reviews', 'table.csv'])
  await expect(roots.list(inside('reviews'))).resolves.toMatchObject({
    parent: inside(),
    entries: [{ name: 'pos', path: inside('reviews', 'pos'), isFolder: true }],
  })
})

test('The roots themselves are the first listing; our own folders are not shown', async () => {
  await expect(roots.list(null)).resolves.toMatchObject({ path: null, entries: [{ path: inside() }] })
  await expect(roots.list(join(folder, 'own'))).rejects.toMatchObject({ code: 'usage' })
  await expect(roots.list(inside('table.csv'))).rejects.toMatchObject({
    message: expect.stringMatching(/cannot be opened/),
  })
})

test('A root that is no folder is refused at the start', async () => {
  await expect(Roots.open([inside('table.csv')], [])).rejects.toMatchObject({ code: 'usage' })
})
