import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withListedTexts } from '../../../../../src/main/trainer/dataset/json/listed-texts.ts'
import type { Fields, JsonRecord, Records } from '../../../../../src/main/trainer/dataset/json/record.ts'
import { english } from '../../../../../src/shared/said.ts'

function recordsOf(all: readonly Fields[]): Records {
  async function* read(): AsyncGenerator<readonly JsonRecord[]> {
    const records = all.map((fields, i) => ({ line: i + 1, fields }))
    // As a file is read: some, none, the others.
    yield records.slice(0, 2)
    yield []
    yield records.slice(2)
    await Promise.resolve()
  }
  return { layout: null, read }
}

async function read(all: readonly Fields[]): Promise<unknown[]> {
  const fields: unknown[] = []
  for await (const some of (await withListedTexts(recordsOf(all))).read()) {
    for (const record of some) if ('fields' in record) fields.push(record.fields)
  }
  return fields
}

test('Lists of texts are one record a text, in their order', async () => {
  const intent = fc.record({ tag: fc.string(), patterns: fc.array(fc.string()) })
  await fc.assert(
    fc.asyncProperty(fc.array(intent, { minLength: 1 }), async (intents) => {
      expect(await read(intents)).toEqual(
        intents.flatMap(({ tag, patterns }) => patterns.map((text) => ({ text, label: tag }))),
      )
    }),
  )
})

test('Other records stay as they are', async () => {
  const record = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer()), { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(fc.array(record), async (records) => {
      expect(await read(records)).toEqual(records)
    }),
  )
})

test('The layout names the list and its label', async () => {
  const records = await withListedTexts(recordsOf([{ intent: 'greet', examples: ['hello'] }]))
  expect(english(records.layout ?? '')).toBe('a list "examples" of texts for each "intent"')
})
