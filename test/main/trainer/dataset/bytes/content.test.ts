import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf } from '../../../../../src/main/trainer/dataset/bytes/content.ts'
import { faultOf, fileOf } from '../scratch.ts'
import { writeZip } from '../zip-writer.ts'

/** What zstd's own library makes of `text,label\nA,b\n`. */
const zstd = Buffer.from('KLUv/SQPeQAAdGV4dCxsYWJlbApBLGIKX9PUjQ==', 'base64')

async function contentIn(path: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of contentOf(path)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function countIn(path: string): Promise<number> {
  let size = 0
  for await (const piece of contentOf(path)) size += piece.length
  return size
}

describe('the content of a packed file', () => {
  test('is what was packed, in one member or in several', async () => {
    const member = fc.uint8Array({ maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 4 }), async (members) => {
        const path = fileOf('x.gz', Buffer.concat(members.map((one) => gzipSync(one))))
        expect(await contentIn(path)).toEqual(Buffer.concat(members))
        const [first = new Uint8Array()] = members
        expect(await contentIn(fileOf('x.zip', writeZip({ 'data.csv': first })))).toEqual(Buffer.from(first))
      }),
      { numRuns: 60 },
    )
  })

  test('is what zstd packed', async () => {
    expect(String(await contentIn(fileOf('x.zst', zstd)))).toBe('text,label\nA,b\n')
    expect(String(await contentIn(fileOf('x.zst', Buffer.concat([zstd, zstd]))))).toBe('text,label\nA,b\n'.repeat(2))
    expect(await faultOf(contentIn(fileOf('x.zst', zstd.subarray(0, 20))))).toContain('is cut short or damaged')
  })

  test('is an error if it is far larger than a table would be', async () => {
    const zeros = Buffer.alloc(300_000_000)
    const before = process.memoryUsage().rss
    for (const bomb of [gzipSync(zeros, { level: 9 }), writeZip({ 'a.csv': zeros }), zstdBomb()]) {
      expect(await faultOf(countIn(fileOf('x.csv', bomb)))).toMatch(/unpacks to more than 300 times its size/)
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
  }, 60_000)

  test('is refused by the size that it claims, before it is unpacked', async () => {
    const zip = Buffer.from(writeZip({ 'a.csv': Buffer.from('text,label\n') }))
    zip.writeUInt32LE(300_000_000, zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
    expect(await faultOf(countIn(fileOf('x.zip', zip)))).toMatch(/unpacks to more than 300 times its size/)
  })

  test('is an error if it would need too much memory', async () => {
    const window = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0, 0])
    expect(await faultOf(countIn(fileOf('x.zst', window)))).toContain('its window is larger than 128 MB')
  })
})

/** A frame of 4096 blocks, each of them 128 KB of one byte. */
function zstdBomb(): Buffer {
  const size = 128 * 1024
  const block = (isLast: boolean) => {
    const header = Buffer.alloc(4)
    header.writeUIntLE((size << 3) | (1 << 1) | (isLast ? 1 : 0), 0, 3)
    return header
  }
  const blocks = Array.from({ length: 4096 }, (_, i) => block(i === 4095))
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]), ...blocks])
}
