import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlainText, textContent } from '../../../../../src/main/trainer/dataset/documents/text-content.ts'
import { fileOf } from '../scratch.ts'
import { page, pdf, wordDocument } from './document-writer.ts'
import { writeZip } from '../zip-writer.ts'

test('Any text is read back whole', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', ',', '<', '\u{1f600}') }).map((one) => `x ${one}`)
  await fc.assert(
    fc.asyncProperty(text, async (text) => {
      expect(await readPlainText(fileOf('x.txt', text), null)).toMatchObject({ text })
    }),
    { numRuns: 60 },
  )
})

test('Any bytes are a text or a reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const read = await readPlainText(fileOf('x', bytes), null)
      if ('reason' in read) expect(read.reason).toMatch(/^[A-Z].*\.$/s)
      else expect(read.text).toEqual(expect.any(String))
    }),
    { numRuns: 100 },
  )
})

test('Of an e-mail it is what that says', async () => {
  const mail = 'From: ada@example.org\r\nSubject: Lamps\r\nMIME-Version: 1.0\r\n\r\nThe lamp is lovely.\r\n'
  const read = await readPlainText(fileOf('x.txt', mail), null)
  expect(read).toMatchObject({ isEmail: true, text: expect.stringMatching(/^The lamp is lovely\.\s*$/) })
})

test.each([
  ['docx', 'x.docx', wordDocument('Dear Ada,', 'it &amp; I'), 'Dear Ada,\nit & I'],
  ['html', 'x.html', page, 'Lamps\n\nIt\u2019s lovely.'],
  ['pdf', 'x.pdf', pdf('The lamp is lovely.'), 'The lamp is lovely.'],
])('Of %s it is what that says', async (document, name, bytes, text) => {
  expect(await readPlainText(fileOf(name, bytes), null)).toEqual({ text, document })
})

test.each([
  ['x.docx', writeZip({ 'word/document.xml': '<w:document><w:p>' }), /^Is a Word document that cannot be read: /],
  ['x.docx', writeZip({ 'word/document.xml': '<w:document/>' }), /^Is a Word document without text\.$/],
  ['x.pdf', pdf(''), /^Is a PDF without text, perhaps pictures of pages/],
  ['x.pdf', '%PDF-1.4\n\xff\xfe binary', /^Is a PDF that cannot be read: /],
])('Of %s that says nothing it is a reason', async (name, bytes, reason) => {
  expect(await readPlainText(fileOf(name, bytes), null)).toEqual({ reason: expect.stringMatching(reason) })
})

test.each([
  ['a picture', '\x89PNG\r\n\x1a\n', /^Is a picture: save its text/],
  ['a packed file', gzipSync('a text'), /^Is packed \(gzip\): unpack it/],
])('Of %s it is a reason', async (_, bytes, reason) => {
  const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
  expect(await readPlainText(fileOf('x', content), null)).toEqual({ reason: expect.stringMatching(reason) })
})

test('A file that is not there has a reason', async () => {
  expect(await textContent('/nowhere/x.txt')).toEqual({ reason: expect.stringContaining('it is not there') })
})
