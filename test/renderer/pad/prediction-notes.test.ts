import { describe, expect, it } from 'vitest'
import { predictionNotes, tableNotes } from '../../../src/renderer/pad/prediction-notes.ts'
import { tableHead } from '../../support/table-head.ts'

const answered = { kind: 'answered' as const, answered: 9, truncated: 0, leftOut: { count: 0, rows: [] } }

describe('The notes of an answer', () => {
  it('are none where all was read and is known', () => {
    expect(predictionNotes({ truncated: false })).toEqual([])
    expect(tableNotes(tableHead, answered)).toEqual([])
    expect(tableNotes(tableHead, null)).toEqual([])
  })

  it('say what was read of a file, and that the model hardly knows it', () => {
    expect(predictionNotes({ truncated: true, encoding: 'koi8-r', isEmail: true, unknown: 0.714 })).toEqual([
      'an e-mail: its text was read, without headers and attachments',
      'read as koi8-r',
      'its end was too long and was not read',
      '71 % of its tokens are unknown to this model: the answer says little',
    ])
  })

  it('say how much of a long text was read', () => {
    expect(predictionNotes({ truncated: true, tokens: 256, wholeTokens: 1980 })).toEqual(['read 256 of 1,980 tokens'])
  })

  it('say the same of a table, and from where on its answers are unsure', () => {
    expect(tableNotes({ ...tableHead, abstainBelow: 0.8 }, { ...answered, truncated: 1, unknown: 0.5 })).toEqual([
      expect.stringMatching(/^50 % of the tokens are unknown to this model/),
      '1 text was too long: the end was not read.',
      'An answer below a confidence of 80 % is marked as unsure.',
    ])
  })
})
