import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailText, isEmail } from '../../../../../src/main/trainer/dataset/bytes/e-mail.ts'

test.each([
  ['x.eml', 'From: a@b.c\n\nText.', true],
  ['x', 'Subject: a\nMIME-Version: 1.0\n\nText.', true],
  ['x.txt', 'From a@b.c Mon Jan 1 2024\nReceived: from x\nFrom: a@b.c\n\nText.', true],
  ['x.txt', 'From: a letter\nTo: a friend\n\nText.', false],
  ['x.txt', 'Text.\n\nFrom: a@b.c\nMessage-ID: <1>\n', false],
  ['x.eml', 'No headers at all.', false],
])('%s with %j is an e-mail: %s', (path, text, is) => {
  expect(isEmail(path, Buffer.from(text))).toBe(is)
})

test('Of HTML it is what is seen', async () => {
  const html =
    '<html><head><style>p { color: red }</style></head><body><p>One</p><script>if (1 < 2) x()</script>two</body></html>'
  const mail = `From: a@b.c\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n${html}\n`
  const read = await emailText(Buffer.from(mail))
  expect('text' in read ? read.text.replace(/\s+/g, ' ') : read).toBe('One two')
})

test('Quotes of Windows are read as that, in Latin-1 too', async () => {
  const head = 'From: a@b.c\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n\n'
  const mail = Buffer.concat([Buffer.from(head), Buffer.from('\x93so\x94', 'latin1')])
  expect(await emailText(mail)).toMatchObject({ text: expect.stringContaining('“so”') as string })
})

test('Whatever an e-mail says comes back, however it is encoded', async () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '=', '\n', '日', '.', '\u{1f600}'), maxLength: 60 })
  const encoded = (text: string) => ({
    base64: Buffer.from(text).toString('base64'),
    'quoted-printable': [...Buffer.from(text)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('=\n'),
    '8bit': text,
  })
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom('base64', 'quoted-printable', '8bit'), async (words, encoding) => {
      const text = `x${words.replaceAll('\n.', '\n')}x`
      const head = `From: a@b.c\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ${encoding}\n\n`
      const read = await emailText(Buffer.from(head + encoded(text)[encoding]))
      expect('text' in read ? read.text.trimEnd() : read).toBe(text)
    }),
  )
})
