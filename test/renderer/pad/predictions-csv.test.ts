import { describe, expect, it } from 'vitest'
import { predictionsToCsv } from '../../../src/renderer/pad/predictions-csv.ts'

describe('predictionsToCsv', () => {
  it('has a column for each label', () => {
    const prediction = {
      text: '=good',
      file: '/texts/a.txt',
      probs: [0.25, 0.75],
      label: 'pos',
      tokens: 3,
      abstained: false,
      truncated: false,
    }
    expect(predictionsToCsv([prediction], ['neg', 'pos']).split('\r\n')).toEqual([
      'file,label,p(neg),p(pos),unsure,tokens,truncated,notes,text',
      "/texts/a.txt,pos,0.25,0.75,false,3,false,,'=good",
      '',
    ])
  })

  it('tells of the files that were left out', () => {
    const left = { file: 'b.bin', line: 0, reason: 'Not text: the file holds binary data.' }
    expect(predictionsToCsv([], ['neg', 'pos'], [left]).split('\r\n')[1]).toBe(
      'b.bin,,,,,,,Not text: the file holds binary data.,',
    )
  })

  it('has one for labels that every object has already', () => {
    const labels = ['__proto__', 'constructor', 'toString']
    const about = { text: 'good', file: null, label: '__proto__', tokens: 3, abstained: false, truncated: false }
    expect(
      predictionsToCsv([{ ...about, probs: [0.5, 0.25, 0.25] }], labels)
        .split('\r\n')
        .slice(0, 2),
    ).toEqual([
      'file,label,p(__proto__),p(constructor),p(toString),unsure,tokens,truncated,notes,text',
      ',__proto__,0.5,0.25,0.25,false,3,false,,good',
    ])
  })
})
