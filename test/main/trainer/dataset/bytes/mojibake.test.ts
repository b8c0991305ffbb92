import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeAs } from '../../../../../src/main/trainer/dataset/bytes/encoding.ts'
import { findMojibake } from '../../../../../src/main/trainer/dataset/bytes/mojibake.ts'
import { fileOf } from '../scratch.ts'
import { english } from '../../../../../src/shared/said.ts'

const broken = (text: string): string => decodeAs(Buffer.from(text), 'windows-1252')

test.each(['café', 'größer', 'año', 'don’t', '“so”'])(
  'That %s was saved in the wrong encoding is told',
  async (word) => {
    const [finding] = await findMojibake(fileOf('x.csv', `${broken(word)} and `.repeat(5)))
    expect(finding).toMatchObject({ kind: 'encoding', severity: 'warning' })
    expect(english(finding?.sentence ?? '')).toContain(`is likely “${word}”`)
  },
)

test('Of words as they should be nothing is said', async () => {
  const word = fc.constantFrom('café', 'größer', 'Ærø', 'año', 'Ñandú', 'CAFÉ…', '«È»', 'день', '東京', 'plain', '☃')
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 30 }), async (words) => {
      expect(await findMojibake(fileOf('x.csv', words.join(' ')))).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('A few such words among many are not worth a word', async () => {
  expect(await findMojibake(fileOf('x.csv', `${broken('café')} `.repeat(3) + 'größer '.repeat(20)))).toEqual([])
})
