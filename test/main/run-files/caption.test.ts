import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCaption, writeCaption } from '../../../src/main/run-files/caption.ts'

test('A name and a note are kept as they were written, and nothing is where both are empty', async () => {
  const run = await mkdtemp(join(tmpdir(), 'lastlayer-caption-'))
  const words = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength })
  await fc.assert(
    fc.asyncProperty(words(30), words(200), async (title, note) => {
      await writeCaption(run, { title, note })
      const caption = { title: title.trim(), note: note.trim() }
      const isEmpty = caption.title === '' && caption.note === ''
      expect(await readCaption(run)).toEqual(isEmpty ? undefined : caption)
      expect(await readdir(run)).toEqual(isEmpty ? [] : ['caption.json'])
    }),
    { numRuns: 30 },
  )
  await rm(run, { recursive: true })
})
