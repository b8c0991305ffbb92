import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, decodeText } from '../../../../../src/main/trainer/dataset/rows/clean.ts'

describe('decodeText', () => {
  test('reads UTF-8 with and without a byte order mark', () => {
    expect(decodeText(Buffer.from('naïve ☆'))).toEqual({ text: 'naïve ☆' })
    expect(decodeText(Buffer.from('\ufeffnaïve'))).toEqual({ text: 'naïve' })
  })

  test.each([
    ['Latin-1', Buffer.from('naïve', 'latin1'), /^Not UTF-8/],
    ['binary content', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /NUL/],
  ])('says why %s is not text', (_, bytes, reason) => {
    expect(decodeText(bytes)).toEqual({ reason: expect.stringMatching(reason) })
  })

  test('names the encoding whose characters are not there', () => {
    expect(decodeText(Buffer.from([0xff]), 'shift_jis')).toEqual({ reason: expect.stringContaining('shift_jis') })
  })

  test('reads back any text that was written as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\ufeff'))
        expect(decodeText(Buffer.from(text))).toEqual({ text })
      }),
    )
  })

  test('agrees with the strict decoder on any bytes', () => {
    const any = fc.uint8Array({ min: 1, maxLength: 12 })
    // Nearly UTF-8, which random bytes hardly ever are.
    const nearly = fc.tuple(fc.string({ unit: 'grapheme' }), any, fc.nat()).map(([text, bytes, at]) => {
      const written = [...Buffer.from(text)]
      const place = at % (written.length + 1)
      return Uint8Array.from([...written.slice(0, place), ...bytes, ...written.slice(place + 1)])
    })
    fc.assert(
      fc.property(fc.oneof(any, nearly), (bytes) => {
        fc.pre(!bytes.includes(0))
        const text = Buffer.from(bytes)
          .toString()
          .replace(/^\ufeff/, '')
        const expected = isUtf8(bytes) ? { text } : { reason: 'Not UTF-8 text: save the file as UTF-8.' }
        expect(decodeText(bytes)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('cleanText', () => {
  test.each([
    ['Good.<br /><br />Very.', 'Good.  Very.'],
    ['<i>The</i> <B>end</B>', 'The   end'],
    ['see <a href="http://x.y/?a=1&b=2" target=_blank>this</a>!', 'see  this !'],
    ["<p class='x > y'>one</p><hr>two", 'one  two'],
    ['<iframe width="1" allowfullscreen></iframe>x', 'x'],
    ['a <!-- note --> b <!DOCTYPE html> c', 'a   b   c'],
    ['<style type="text/css">p > a { color: red }</style>one', 'one'],
    ['one<SCRIPT>var a = "x > y"</SCRIPT >two', 'one two'],
    ['<style>never closed <b>one</b>', 'never closed  one'],
  ])('turns each tag of %j into one space', (text, cleaned) => {
    expect(cleanText(text, true)).toBe(cleaned)
  })

  test.each([
    'a < b and c > d',
    'I <3 this > that',
    'a<b and c>d',
    'x <y and z> w',
    'std::vector<int> v; #include <stdio.h>',
    'Great <sigh> film <sarcasm>',
    'me <me@example.com>',
    'unfinished <br',
    '<a href="never closed',
  ])('leaves %j alone', (text) => {
    expect(cleanText(text, true)).toBe(text)
  })

  test('keeps tags when asked to, and trims in any case', () => {
    expect(cleanText(' \n<b>x</b>\t', false)).toBe('<b>x</b>')
    expect(cleanText('<br>', true)).toBe('')
  })

  test('replaces half surrogate pairs, which no tokenizer can read', () => {
    expect(cleanText('a\ud800b \u{1f600}', true)).toBe('a\ufffdb \u{1f600}')
  })

  test('leaves text without "<" as it is but for its ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('<'))
        expect(cleanText(text, true)).toBe(text.trim())
      }),
    )
  })

  test.each([
    ['<a '],
    ['<a href="'],
    ['<a b="c" '],
    ['<br x=\'" '],
    ['<!--'],
    ['<br' + ' '.repeat(50)],
    ['<br a=b'],
    ['<br a'],
    ['<style>'],
    ['<style >'],
    ['<script a=">" '],
    [' '],
  ])('takes linear time on many times %j', (piece) => {
    const started = performance.now()
    cleanText(piece.repeat(400_000 / piece.length), true)
    cleanText(`<br ${piece.replaceAll('<', '').repeat(400_000 / piece.length)}`, true)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
