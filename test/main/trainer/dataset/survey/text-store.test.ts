import fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTextAt, TextStore } from '../../../../../src/main/trainer/dataset/survey/text-store.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

test('Gives back every text, in any order, also while more are added', async () => {
  const folder = await temporaryFolder()
  let count = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), fc.nat(), async (texts, at) => {
      const store = await TextStore.create(join(folder, String(count++)))
      for (const [i, text] of texts.entries()) {
        await store.add(text)
        if (i === at % texts.length) expect(await store.text(i)).toBe(text)
      }
      for (const i of [...texts.keys()].reverse()) expect(await store.text(i)).toBe(texts[i])
      await store.close()
    }),
  )
})

test('Holds more than it buffers', async () => {
  const store = await TextStore.create(join(await temporaryFolder(), 'texts'))
  const textOf = (i: number): string => `${i} ${'ü'.repeat(1000)}`
  for (let i = 0; i < 3000; i++) await store.add(textOf(i))
  for (const i of [0, 1, 2999, 1500]) expect(await store.text(i)).toBe(textOf(i))
  await store.close()
})

test('Never takes the place of a file', async () => {
  const path = join(await temporaryFolder(), 'texts')
  writeFileSync(path, 'there')
  await expect(TextStore.create(path)).rejects.toMatchObject({ code: 'output' })
})

test('Puts a text in the place of another, where a file of texts has it then', async () => {
  const path = join(await temporaryFolder(), 'texts')
  const store = await TextStore.create(path)
  for (const text of ['one', 'zwei', 'trois']) await store.add(text)
  await store.replace(1, 'fünf')
  await store.sync()
  expect(await Promise.all([0, 1, 2].map((i) => store.text(i)))).toEqual(['one', 'fünf', 'trois'])
  const file = await open(path)
  expect(await readTextAt(file, store.placeOf(1))).toBe('fünf')
  await Promise.all([file.close(), store.close()])
})
