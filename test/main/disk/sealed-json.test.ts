import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseSealed, readJsonAs, seal, writeSealed } from '../../../src/main/disk/sealed-json.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const value = { 10: 'ten', name: 'ünï \ud800 "quoted"', figures: [0.1, 1e-21, -0, 84], nested: { b: 1, a: null } }

test('What is sealed is read back without its checksum, however it is laid out', () => {
  const { checksum, ...rest } = JSON.parse(JSON.stringify(seal(value))) as Record<string, unknown>
  expect(checksum).toMatch(/^[0-9a-f]{16}$/)
  for (const space of [0, 2]) expect(parseSealed(JSON.stringify(seal(value), null, space))).toEqual(rest)
})

test('Every flipped bit of a sealed object leaves what was written, or is noticed', () => {
  const text = JSON.stringify(seal({ score: 0.84, name: 'run' }))
  const written = parseSealed(text)
  for (let place = 0; place < text.length; place++) {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = Buffer.from(text)
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place)
      const read = parseSealed(bytes.toString('utf8'))
      // Where the name of the checksum is hit, what it stood for is whole.
      expect(read === undefined ? written : read).toMatchObject(written as object)
    }
  }
})

test('What an earlier version wrote has no checksum and is taken as it is', () => {
  expect(parseSealed('{"score": 0.84}')).toEqual({ score: 0.84 })
  expect(parseSealed('[1, 2]')).toEqual([1, 2])
})

test('A sealed file whose digit was changed is not read', async () => {
  const path = join(await temporaryFolder(), 'report.json')
  const schema = z.object({ score: z.number() })
  await writeSealed(path, { score: 0.84 })
  expect(await readJsonAs(path, schema)).toEqual({ score: 0.84 })
  await writeFile(path, JSON.stringify({ ...seal({ score: 0.84 }), score: 0.94 }))
  expect(await readJsonAs(path, schema)).toBeNull()
})

test('A large one has no line for every number', async () => {
  const path = join(await temporaryFolder(), 'large.json')
  const value = { matrix: Array.from({ length: 1000 }, () => new Array<number>(1000).fill(0)) }
  await writeSealed(path, value)
  const text = await readFile(path, 'utf8')
  expect(text.split('\n')).toHaveLength(2)
  expect(parseSealed(text)).toEqual(value)
})
