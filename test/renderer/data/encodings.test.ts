import { expect, it } from 'vitest'
import { legacyEncodings } from '../../../src/main/trainer/dataset/bytes/encoding.ts'
import { encodingsToChoose } from '../../../src/renderer/data/columns/encodings.ts'

it('Every encoding that a finding may name can be chosen', () => {
  expect(encodingsToChoose(null, [])).toEqual(expect.arrayContaining([...legacyEncodings]))
})

it('The encoding that is used comes first, then what is as likely, each once', () => {
  const choices = encodingsToChoose('windows-1251', ['x-mac-cyrillic'])
  expect(choices.slice(0, 2)).toEqual(['windows-1251', 'x-mac-cyrillic'])
  expect(new Set(choices).size).toBe(choices.length)
})
