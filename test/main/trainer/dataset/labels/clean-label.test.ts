import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLabel } from '../../../../../src/main/trainer/dataset/labels/clean-label.ts'

describe('a label', () => {
  test.each([
    ['zero-width space', 'pos\u200b', 'pos'],
    ['byte order mark', '\ufeffpos', 'pos'],
    ['soft hyphen', 'po\u00ads', 'pos'],
    ['marks of direction', '\u202apos\u202c\u200f', 'pos'],
    ['word joiner', 'p\u2060os', 'pos'],
    ['no-break space', '\u00a0very\u00a0good ', 'very good'],
    ['ideographic space', '肯定\u3000', '肯定'],
    ['doubled blanks', 'very  \t good', 'very good'],
    ['control', 'pos\u0007', 'pos'],
    ['idle joiner', 'pos\u200d', 'pos'],
    ['decomposed accent', 'e\u0301te\u0301', 'été'],
    ['Korean filler', '긍정\u3164', '긍정'],
  ])('loses what cannot be seen: %s', (_, given, cleaned) => {
    expect(cleanLabel(given)).toBe(cleaned)
  })

  test.each([
    '👩\u200d👧',
    '❤\ufe0f',
    'می\u200cخواهم',
    'क्\u200dष',
    '🏴\u{e0067}\u{e0062}\u{e007f}',
    'C++',
    'a/b: "c" # d',
  ])('keeps what is seen: %s', (label) => {
    expect(cleanLabel(label)).toBe(label)
  })

  test('is clean once it was cleaned', () => {
    const odd = fc.constantFrom(...' \u00a0\u200b\u200c\u200d\u00ad\ufeff\ufe0f\u0301\u1160\u202eáeZ\u0903❤👩1\ud800')
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 2 })) }), (label) => {
        const cleaned = cleanLabel(label)
        expect(cleanLabel(cleaned)).toBe(cleaned)
        expect(cleaned).toBe(cleaned.trim())
      }),
      { numRuns: 2000 },
    )
  })
})
