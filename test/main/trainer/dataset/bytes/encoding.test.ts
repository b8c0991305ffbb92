import iconv from 'iconv-lite'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectEncoding } from '../../../../../src/main/trainer/dataset/bytes/detect.ts'
import { decodeDocument, encodingOf } from '../../../../../src/main/trainer/dataset/bytes/document.ts'
import { decodeAs, encodingNamed } from '../../../../../src/main/trainer/dataset/bytes/encoding.ts'
import { maxTextBytes } from '../../../../../src/main/trainer/dataset/bytes/files.ts'
import { readLines } from '../../../../../src/main/trainer/dataset/bytes/lines.ts'
import { fileOf, folderOf, optionsFor, readShort } from '../scratch.ts'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { languages } from './languages.ts'
import { inEnglish } from '../../../../in-english.ts'

const wide = ['utf-8', 'utf-16le', 'utf-16be']

/** Bytes in pieces of a few, as streams may bring them. */
function inPieces(bytes: Buffer, size: number): () => AsyncIterable<Buffer> {
  return async function* () {
    for (let start = 0; start < bytes.length; start += size)
      yield await Promise.resolve(bytes.subarray(start, start + size))
  }
}

describe('The encoding of a table', () => {
  const cases = Object.entries(languages).flatMap(([language, { encodings, words, space }]) =>
    [...encodings, ...wide].map((encoding) => ({ language, encoding, words: words.split(' '), space: space ?? ' ' })),
  )
  test.each(cases)('is told of $language in $encoding', async ({ encoding, words, space }) => {
    const sentence = fc
      .array(fc.constantFrom(...words), { minLength: 8, maxLength: 25 })
      .map((some) => some.join(space))
    const row = fc.tuple(sentence, fc.constantFrom('pos', 'neg'))
    const rows = fc.array(row, { minLength: 20, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 700, max: 9000 }),
        async (all, end, size) => {
          const bytes = iconv.encode(['text,label', ...all.map((cells) => cells.join())].join(end), encoding)
          const { used } = await detectEncoding(inPieces(bytes, size))
          expect(decodeAs(bytes, used)).toBe(iconv.decode(bytes, encoding))
        },
      ),
      { numRuns: 10 },
    )
  })

  test.each([
    ['windows-1251', '№;Текст отзыва;Оценка;Город', ['Москва', 'Омск']],
    ['koi8-r', 'текст;оценка;город', ['Москва', 'Казань']],
    ['iso-8859-5', 'текст;оценка;город', ['Москва', 'Казань']],
    ['windows-1253', 'κείμενο;βαθμός;πόλη', ['Αθήνα', 'Πάτρα']],
    ['windows-1255', 'טקסט;ציון;עיר', ['ירושלים', 'חיפה']],
    ['windows-1256', 'النص;التقييم;المدينة', ['القاهرة', 'بيروت']],
  ])('is %s for a few words of it in much English', async (encoding, header, cities) => {
    const row = (city: string, i: number) => `Works exactly as described, visit ${i};5;${city}`
    const text = [header, ...Array.from({ length: 60 }, (_, i) => row(String(cities[i % 2]), i))].join('\n')
    const bytes = iconv.encode(text, encoding)
    const { used } = await detectEncoding(inPieces(bytes, 65536))
    expect(decodeAs(bytes, used)).toBe(text)
  })

  test.each([
    [
      'one accent in much English',
      `text,label\n${'a plain row of English words,a\n'.repeat(500)}the café on the corner,b\n`,
    ],
    [
      'one accent at the very end',
      `text,label\n${'a plain row of English words,a\n'.repeat(9000)}the café on the corner,b\n`,
    ],
    ['the quotes of Windows', 'text,label\nIt’s “fine” – I don’t mind,a\nIt’s awful…,b\n'],
    ['prices', 'text,label\nWin £100 now,spam\nOnly €5 for you,spam\n'],
  ])('is windows-1252 for %s', async (_, text) => {
    const { used } = await detectEncoding(inPieces(iconv.encode(text, 'windows-1252'), 65536))
    expect(used).toBe('windows-1252')
  })

  test('stays UTF-8 where a few lines are not, which are left out and told of', async () => {
    const good = Buffer.from(`text,label\n${'très bien,a\nécole fermée,b\n'.repeat(20)}`)
    const path = fileOf('x.csv', Buffer.concat([good, Buffer.from('the caf\xe9 there,a\n', 'latin1')]))
    const { findings } = await openDataset(optionsFor(path))
    expect(inEnglish(findings)).toContainEqual(
      expect.objectContaining({
        kind: 'encoding',
        severity: 'warning',
        sentence: expect.stringMatching(/^x.csv is UTF-8, but 1 line is not.*the café there/),
      }),
    )
    expect((await readShort(path)).at(-1)).toEqual([42, 'Not UTF-8 text'])
  })

  test('is said with what it made of the text, and the likely others as fixes', async () => {
    const path = fileOf('x.csv', iconv.encode('text,label\nWin £100 now,spam\nthe café there,ham\n', 'windows-1252'))
    const { used, others, findings } = await encodingOf(path, null)
    expect(used).toBe('windows-1252')
    expect(others).toContain('macintosh')
    expect(inEnglish(findings)).toEqual([
      {
        kind: 'encoding',
        severity: 'warning',
        sentence: expect.stringContaining(
          'read as windows-1252: “the café there,ham”. As macintosh that would be “the cafÈ there,ham”.',
        ),
        fixes: expect.arrayContaining([{ title: 'Read as macintosh', change: { encoding: 'macintosh' } }]),
      },
    ])
    expect(await encodingOf(path, 'mac-roman')).toMatchObject({ used: 'macintosh', findings: [] })
  })

  test('says nothing of UTF-8', async () => {
    expect(await encodingOf(fileOf('x.csv', 'text,label\n☆,a\n'), null)).toEqual({
      ...{ used: 'utf-8', others: [], broken: 0, sample: Buffer.alloc(0), findings: [] },
    })
  })

  test('can be forced, and rows that it cannot read are left out', async () => {
    const path = fileOf('x.csv', iconv.encode('text,label\nとても良い,a\nまた来ます,b\n', 'shift_jis'))
    expect(await readShort(path, { encoding: 'sjis' })).toEqual([
      ['a', 'とても良い'],
      ['b', 'また来ます'],
    ])
    expect(await readShort(path, { encoding: 'koi8-r' })).not.toEqual(await readShort(path))
    const odd = fileOf('x.csv', Buffer.from('text,label\nfine,a\nodd \x80\xff,b\n', 'latin1'))
    expect(await readShort(odd, { encoding: 'shift_jis' })).toEqual([
      ['a', 'fine'],
      [3, 'Holds bytes that are nothing in shift_jis'],
    ])
  })

  test('is told in time and memory that are bounded, whatever the file', async () => {
    const long = Buffer.alloc(3 * maxTextBytes, 'é, ')
    expect(await detectEncoding(inPieces(Buffer.concat([long, Buffer.from([0xe9, 0x20])]), 65536))).toBeDefined()
    expect((await detectEncoding(inPieces(Buffer.alloc(2 ** 21, 0), 65536))).used).toBe('utf-8')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
        const { used } = await detectEncoding(inPieces(Buffer.from(bytes), size))
        expect(() => decodeAs(Buffer.from(bytes), used)).not.toThrow()
      }),
    )
  })
})

describe('The name of an encoding', () => {
  test.each([
    ['latin1', 'windows-1252'],
    ['ISO-8859-1', 'windows-1252'],
    ['cp1252', 'windows-1252'],
    ['ANSI', 'windows-1252'],
    ['utf8', 'utf-8'],
    ['UTF_8', 'utf-8'],
    ['utf-8-sig', 'utf-8'],
    ['UTF-16', 'utf-16le'],
    ['utf-16be', 'utf-16be'],
    ['sjis', 'shift_jis'],
    ['euc_kr', 'euc-kr'],
    ['gbk', 'gbk'],
    ['GB2312', 'gbk'],
    ['koi8_r', 'koi8-r'],
    ['cp850', 'cp850'],
    ['dos 850', 'cp850'],
    ['win1251', 'windows-1251'],
    ['1250', 'windows-1250'],
    ['cp932', 'shift_jis'],
    ['IBM866', 'ibm866'],
    ['mac_roman', 'macintosh'],
  ])('may be %s', (name, expected) => {
    expect(encodingNamed(name)).toBe(expected)
    expect(encodingNamed(expected)).toBe(expected)
  })

  test('that nobody knows is answered with some that are known', () => {
    for (const name of ['klingon', 'base64', 'x-user-defined', ' ', '12']) {
      expect(() => encodingNamed(name)).toThrow(/^There is no encoding ".*shift_jis/)
    }
  })
})

describe('A text of its own', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])('is read in %s', async (encoding) => {
    const text = 'The café was nice, and the staff as well.'
    const bytes = iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') })
    expect(await decodeDocument(bytes)).toMatchObject({ text })
  })

  test('that is Japanese by escapes is read as ISO-2022-JP', async () => {
    const bytes = Buffer.from('\x1b$B$3$s$K$A$O\x1b(B ok')
    expect(await decodeDocument(bytes)).toEqual({ text: 'こんにちは ok', encoding: 'iso-2022-jp' })
  })

  test('is read as those beside it, unless it is UTF-8', async () => {
    const bytes = iconv.encode('да', 'koi8-r')
    expect(await decodeDocument(bytes, null, 'koi8-r')).toEqual({ text: 'да', encoding: 'koi8-r' })
    expect(await decodeDocument(Buffer.from('да'), null, 'koi8-r')).toEqual({ text: 'да', encoding: 'utf-8' })
  })

  test('with one fault in its UTF-8 is refused, not read as something else', async () => {
    const bytes = Buffer.concat([Buffer.from('очень хорошо '), Buffer.from([0xd1])])
    expect(await decodeDocument(bytes, null, 'windows-1251')).toEqual({ reason: expect.stringContaining('Not UTF-8') })
  })

  test('among many, each short, is told by all of them', async () => {
    const texts = languages['Polish']?.words.split(' ') ?? []
    const files = texts.map((text, i) => [`a/${i}.txt`, iconv.encode(text, 'windows-1250')] as const)
    const folder = folderOf(Object.fromEntries([...files, ['b/1.txt', Buffer.from('świetny')]]))
    const items = (await readShort(folder)) as string[][]
    expect(items.map(([, text]) => text).sort()).toEqual([...texts, 'świetny'].sort())
    const { findings } = await openDataset(optionsFor(folder))
    expect(inEnglish(findings)).toMatchObject([{ kind: 'encoding', sentence: expect.stringContaining('windows-1250') }])
  })
})

test('Lines are the same whatever the pieces, the line ends and the encoding of a file', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '日', ',', '"', ' ') }).map((text) => `x${text}`)
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 9 }),
      fc.constantFrom('\n', '\r'),
      fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'gb18030'),
      async (lines, end, encoding) => {
        const path = fileOf('x.txt', iconv.encode(lines.join(end), encoding))
        const read: string[] = []
        for await (const { bytes } of readLines(path, encoding)) read.push(bytes?.toString() ?? '')
        expect(read).toEqual(lines)
      },
    ),
  )
})
