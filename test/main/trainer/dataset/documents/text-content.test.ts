import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlainText, textContent } from '../../../../../src/main/trainer/dataset/documents/text-content.ts'
import { fileOf } from '../scratch.ts'
import { page, pdf, pdfOf, wordDocument } from './document-writer.ts'
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

test.each<[what: string, name: string, bytes: Buffer]>([
  ['a Word document', 'x.docx', wordDocument('Dear Ada,', 'it &amp; I')],
  ['a web page', 'x.html', Buffer.from(page)],
  ['a PDF', 'x.pdf', pdf('The lamp is lovely.')],
])(
  'However %s is damaged, it is a text or a reason',
  async (_, name, bytes) => {
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }))
    const changes = fc.array(change, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(changes, fc.nat({ max: bytes.length }), async (changes, cut) => {
        const damaged = Buffer.from(bytes)
        for (const [at, byte] of changes) damaged[at] = byte
        const read = await readPlainText(fileOf(name, cut % 3 === 0 ? damaged.subarray(0, cut) : damaged), null)
        if ('reason' in read) expect(read.reason).toMatch(/^[A-Z].*\.$/s)
        else expect(read.text).toEqual(expect.any(String))
      }),
      { numRuns: 25 },
    )
  },
  60_000,
)

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

const blanks = (megabytes: number) => deflateSync(Buffer.alloc(megabytes * 2 ** 20, ' '))
const openTags = (count: number) => page.replace('<h1>', '<div>'.repeat(count))
test.each<[what: string, name: string, bytes: () => string | Buffer, reason: RegExp]>([
  ['a PDF', 'x.pdf', () => pdfOf(blanks(300), '/FlateDecode'), /^Is a PDF .*: it unpacks to far more than its size/],
  [
    'a PDF that is packed twice',
    'x.pdf',
    () => pdfOf(deflateSync(blanks(300)), '/FlateDecode', '/FlateDecode'),
    /^Is a PDF .*: it unpacks to far more than its size/,
  ],
  [
    'a PDF that is packed by lengths',
    'x.pdf',
    () => pdfOf(deflateSync(Buffer.from('\x81 '.repeat(2 ** 21), 'latin1')), '/FlateDecode', '/RunLengthDecode'),
    /^Is a PDF .*: it unpacks to far more than its size/,
  ],
  [
    'a Word document',
    'x.docx',
    () => wordDocument(' '.repeat(100 * 2 ** 20)),
    /^Is a Word document that cannot be read: it unpacks to more than 300 times its size/,
  ],
  ['a web page', 'x.html', () => openTags(400_000), /^Is a web page with 39\d,\d{3} tags that are never closed/],
])(
  'Of %s that is small and stands for a large one it is a reason, in bounded memory',
  async (_, name, bytes, reason) => {
    const path = fileOf(name, bytes())
    const before = process.memoryUsage().rss
    let most = 0
    const looking = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 20)
    const read = await readPlainText(path, null)
    clearInterval(looking)
    expect(read).toEqual({ reason: expect.stringMatching(reason) })
    expect(most).toBeLessThan(600e6)
  },
  60_000,
)

test('A cell of a web page takes no more room than its words, however many columns it claims', async () => {
  const table = '<table><tr><td colspan=1000000000 rowspan=1000000>A</td><td>lamp</td></tr><tr><td>B</table>'
  expect(await readPlainText(fileOf('x.html', page.replace('<h1>', `${table}<h1>`)), null)).toMatchObject({
    text: expect.stringMatching(/^A lamp\s+B\s+Lamps/),
  })
})

test('A PDF of filters upon filters is read', async () => {
  const packed = deflateSync(deflateSync('BT /F1 12 Tf 72 720 Td (A lamp) Tj ET'))
  const read = await readPlainText(fileOf('x.pdf', pdfOf(packed, '/FlateDecode', '/FlateDecode')), null)
  expect(read).toMatchObject({ text: 'A lamp' })
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
