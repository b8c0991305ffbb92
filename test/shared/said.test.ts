import { describe, expect, test } from 'vitest'
import { LastlayerError, toErrorMessage } from '../../src/shared/errors.ts'
import {
  english,
  join,
  percent,
  said,
  say,
  saidInEnglish,
  speak,
  withStrings,
  type Tongue,
} from '../../src/shared/said.ts'

const texts = (count: number) => say({ one: '{{count}} text', other: '{{count}} texts' }, { count })

describe('What is said', () => {
  test.each([
    [say('It is there.'), 'It is there.'],
    ['A name.', 'A name.'],
    [texts(1), '1 text'],
    [texts(1234), '1,234 texts'],
    [say('{{file}} holds {{texts}}.', { file: 'a.csv', texts: texts(2) }), 'a.csv holds 2 texts.'],
    [join(['a', 'b', 'c'], 'and'), 'a, b and c'],
    [join([say('One.'), say('Two.')]), 'One. Two.'],
    [percent(0.05, 1), '5.0 %'],
    // A name may look like a place.
    [say('{{first}} and {{second}}', { first: '{{second}}', second: 'b' }), '{{second}} and b'],
  ])('is a sentence in English: %j', (what, words) => {
    expect(english(what)).toBe(words)
    expect(english(said.parse(JSON.parse(JSON.stringify(what))))).toBe(words)
  })

  test('is printed in English, beside names that look like it', () => {
    const value = { sentence: texts(2), counts: { say: 3 }, title: { say: 'x' } }
    expect(JSON.parse(JSON.stringify(value, saidInEnglish))).toEqual({ ...value, sentence: '2 texts' })
  })

  test('is said in another language as a whole, or not at all', () => {
    const words: Record<string, string> = { '{{file}} holds {{texts}}.': '{{texts}} in {{file}}.' }
    const tongue: Tongue = { wordsOf: ({ say: key }) => words[key], number: String, join: (parts) => parts.join('') }
    const sentence = say('{{file}} holds {{texts}}.', { file: 'a.csv', texts: texts(2) })
    expect(speak(sentence, tongue)).toBeNull()
    words['{{count}} texts'] = '{{count}} Texte'
    expect(speak(sentence, tongue)).toBe('2 Texte in a.csv.')
  })

  test('keeps its words where names are changed', () => {
    const change = withStrings(say('{{file}} holds {{texts}}.', { file: 'a', texts: texts(2) }), () => 'b')
    expect(english(change)).toBe('b holds 2 texts.')
  })

  test('is what an error says, whose message is English', () => {
    const error = new LastlayerError('dataset', texts(2))
    expect(error.message).toBe('2 texts')
    expect(toErrorMessage(error)).toEqual({ code: 'dataset', message: '2 texts', said: texts(2) })
    expect(toErrorMessage(new LastlayerError('dataset', 'It.'))).toEqual({ code: 'dataset', message: 'It.' })
  })
})
