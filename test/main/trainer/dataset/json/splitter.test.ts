import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonSplitter } from '../../../../../src/main/trainer/dataset/json/splitter.ts'
import { maxTextBytes } from '../../../../../src/main/trainer/dataset/bytes/files.ts'

/** What a splitter finds in a text that comes in pieces of some size: each value with its path. */
function split(text: string, depth: number, size: number): [path: unknown, value: unknown][] {
  const splitter = new JsonSplitter(depth)
  const bytes = Buffer.from(text)
  const slices = []
  for (let start = 0; start < bytes.length; start += size)
    slices.push(...splitter.push(bytes.subarray(start, start + size)))
  slices.push(...splitter.end())
  return slices.map(({ path, bytes }) => [path, JSON.parse(String(bytes))])
}

test('The values at a depth are those that JSON.parse finds there, in whatever pieces the text comes', () => {
  const value = fc.jsonValue({ maxDepth: 4 })
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1 }),
      fc.dictionary(fc.string(), value, { noNullPrototype: true }),
      fc.nat(3),
      fc.integer({ min: 1, max: 40 }),
      (list, object, space, size) => {
        const text = JSON.stringify(list, null, space)
        expect(split(text, 0, size)).toEqual([[[], list]])
        expect(split(text, 1, size)).toEqual(list.map((one, i) => [[i], JSON.parse(JSON.stringify(one))]))
        const entries = [...new Map(Object.entries(object))]
        expect(split(JSON.stringify(object, null, space), 1, size)).toEqual(entries.map(([key, one]) => [[key], JSON.parse(JSON.stringify(one))])) // prettier-ignore
        const inner = list.flatMap((one, i) => (typeof one === 'object' && one !== null ? Object.entries(one).map(([key, each]) => [[i, Array.isArray(one) ? Number(key) : key], each]) : [])) // prettier-ignore
        expect(split(text, 2, size)).toEqual(inner.map(([path, each]) => [path, JSON.parse(JSON.stringify(each))]))
      },
    ),
  )
})

test('No bytes make it crash, and brackets that do not match are an error', () => {
  const some = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', ' ', '\n') })
  fc.assert(
    fc.property(some, fc.nat(3), (text, depth) => {
      const splitter = new JsonSplitter(depth)
      try {
        splitter.push(Buffer.from(text))
        splitter.end()
      } catch (error) {
        expect(String(error)).toMatch(/^Error: line \d+: a "[\]}]" closes what was not opened$/)
      }
    }),
  )
})

test('A value without end, and one nested without end, cost no memory', () => {
  const before = process.memoryUsage().rss
  const splitter = new JsonSplitter(1)
  splitter.push(Buffer.from('[{"text":"'))
  for (let i = 0; i < 30; i++) expect(splitter.push(Buffer.alloc(maxTextBytes / 2, 'x'))).toEqual([])
  const [long] = splitter.push(Buffer.from('"},2]'))
  expect(long).toMatchObject({ path: [0], bytes: null, isCut: false })
  const deep = new JsonSplitter(1)
  deep.push(Buffer.from('['))
  for (let i = 0; i < 200; i++) deep.push(Buffer.alloc(100_000, '['))
  expect(deep.end()).toMatchObject([{ bytes: null, isCut: true }])
  expect(process.memoryUsage().rss - before).toBeLessThan(150e6)
})
