import { describe, expect, it, vi } from 'vitest'
import {
  approximately,
  compact,
  counted,
  duration,
  excerpt,
  fileName,
  halfWidth,
  fileSize,
  megabytes,
  middle,
  percent,
  gain,
  rateText,
  small,
  when,
} from '../../../src/renderer/text/format.ts'
import { speak } from '../../../src/renderer/words/words.svelte.ts'

it('A long name is cut in its middle, whole characters at a time', () => {
  expect(middle('complaint', 9)).toBe('complaint')
  expect(middle('question about address no 24', 16)).toBe('question…s no 24')
  expect(Array.from(middle('😀'.repeat(30), 9))).toHaveLength(9)
})

describe('format', () => {
  it.each([
    [0.84, '0.8 s'],
    [9.96, '10 s'],
    [42.4, '42 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [7530, '2 h 6 min'],
  ])('writes %d seconds as %s', (seconds, text) => expect(duration(seconds)).toBe(text))

  it.each([
    [0.2, '1 s'],
    [4.4, '4 s'],
    [43, '45 s'],
    [123, '2 min'],
    [4000, '1 h 5 min'],
  ])('says roughly %d seconds as %s', (seconds, text) => expect(approximately(seconds)).toBe(text))

  it.each([
    [0.5, '0.5 MB'],
    [640, '640 MB'],
    [2048, '2.0 GB'],
    [9.96, '10 MB'],
    [999.6, '1.0 GB'],
    [10_000, '10.0 GB'],
  ])('writes %d megabytes as %s', (value, text) => expect(megabytes(value)).toBe(text))

  it.each([
    [1, '1 byte'],
    [4321, '4 kB'],
    [999_700, '1.0 MB'],
  ])('writes %d bytes as %s', (value, text) => expect(fileSize(value)).toBe(text))

  it.each([
    [0.5, 0.623, '+12.3 points'],
    [0.5, 0.4, '−10.0 points'],
    [0.8, 0.8002, 'no change'],
    // As 50.0 and 83.0 are shown.
    [0.5004, 0.8296, '+33.0 points'],
  ])('writes what is between %d and %d as %s', (before, after, text) => expect(gain(before, after)).toBe(text))

  it.each([
    [2e-5, '2e-5'],
    [1.5e-4, '1.5e-4'],
    [0.01, '0.01'],
    [5 * 3e-4, '0.0015'],
    [0, '0'],
    [16, '16'],
  ])('writes the setting %d as %s', (value, text) => expect(small(value)).toBe(text))

  it('writes counts, shares and paths', () => {
    expect(counted(1, 'text')).toBe('1 text')
    expect(counted(2000, 'text')).toBe('2,000 texts')
    expect(compact(66_955_010)).toBe('67M')
    expect(percent(0.8749)).toBe('87.5 %')
    expect(fileName('/home/ada/aclImdb/')).toBe('aclImdb')
    expect(fileName('C:\\texts\\a.txt')).toBe('a.txt')
    expect(excerpt('one\n  two   three', 9)).toBe('one two…')
  })

  it('says when something was', () => {
    const now = new Date(2026, 0, 5, 12, 0).getTime()
    expect(when(new Date(2026, 0, 5, 9, 5).getTime(), now)).toBe('today, 09:05')
    expect(when(new Date(2026, 0, 4, 23, 0).getTime(), now)).toBe('yesterday, 23:00')
    expect(when(new Date(2025, 11, 24, 18, 30).getTime(), now)).toBe('24 Dec 2025, 18:30')
  })

  it('gives the Wilson interval', () => {
    // 0.90 of 500: about 2.6 points either side.
    expect(100 * halfWidth(0.9, 500)).toBeCloseTo(2.63, 1)
    expect(halfWidth(0.5, 0)).toBe(0)
  })
})

it('A rate is shown with the decimal sign of the language, and typed with a point', async () => {
  vi.stubGlobal('document', { documentElement: {} })
  await speak('de')
  expect([rateText(1.5e-4), rateText(0.01), rateText(2e-5)]).toEqual(['1,5e-4', '0,01', '2e-5'])
  expect(small(0.01)).toBe('0.01')
  await speak('en')
  expect(rateText(0.01)).toBe('0.01')
  vi.unstubAllGlobals()
})
