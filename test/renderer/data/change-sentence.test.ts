import { describe, expect, it } from 'vitest'
import type { DatasetChange } from '../../../src/shared/dataset-settings.ts'
import { changeSentence } from '../../../src/renderer/data/change-sentence.ts'
import { untouched } from '../../../src/renderer/data/dataset-change.ts'

const plain = (change: DatasetChange, before = untouched): string =>
  changeSentence(change, before).replace(/[\u2068\u2069]/g, '')
const to = (to: string | null, ...from: string[]) => from.map((one) => ({ from: one, to }))

describe('What has changed in how data is read', () => {
  it('is said setting by setting, of those that are others now', () => {
    expect(plain({ encoding: 'big5', header: 'auto', labelColumn: 'topic' })).toBe('read as big5; the label is “topic”')
    expect(plain({ encoding: null, dropDuplicates: true }, { ...untouched, encoding: 'big5' })).toBe(
      'the encoding is detected; repeats are left out',
    )
    expect(plain({ separator: '\t', resplit: true })).toBe('cut by tab; the parts are made anew')
    expect(plain({ mergeCase: false })).toBe('nothing')
  })

  it('is said of labels by their names', () => {
    expect(plain({ labelMap: to('good', 'good', 'Good', 'GOOD') })).toBe('“Good”, “GOOD” are merged into “good”')
    expect(plain({ labelMap: [...to('bad', 'neg'), ...to(null, 'x')] })).toBe(
      '“neg” is renamed to “bad”; “x” is left out',
    )
    expect(plain({ labelMap: [] }, { ...untouched, labelMap: to(null, 'x') })).toBe('“x” is used as in the data')
    expect(plain({ labelMap: to(null, 'a', 'b', 'c', 'd', 'e') })).toBe('“a”, “b”, “c” and 2 other labels are left out')
  })
})
