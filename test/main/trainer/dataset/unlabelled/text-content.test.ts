import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlainText, textContent } from '../../../../../src/main/trainer/dataset/unlabelled/text-content.ts'
import { fileOf } from '../scratch.ts'
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

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`
const word = `<w:document xmlns:w="w"><w:body>${paragraph('Dear Ada,')}${paragraph('it &amp; I')}</w:body></w:document>`
const page =
  '<!doctype html><html><head><title>T</title><style>p{}</style></head><body><h1>Lamps</h1>' +
  '<p>It&rsquo;s <a href="https://example.org">lovely</a>.</p><script>run()</script></body></html>'
const pdf = (text: string): string => {
  const stream = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  const body = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('')
  return `%PDF-1.4\n${body}trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n`
}

test.each([
  ['a Word document', 'x.docx', writeZip({ 'word/document.xml': word }), 'Dear Ada,\nit & I'],
  ['a web page', 'x.html', page, 'Lamps\n\nIt\u2019s lovely.'],
  ['a PDF', 'x.pdf', pdf('The lamp is lovely.'), 'The lamp is lovely.'],
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
