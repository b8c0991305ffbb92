import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openDataset } from '../../../../../src/main/trainer/dataset/source.ts'
import { fileOf, optionsFor, readShort } from '../scratch.ts'
import { english } from '../../../../../src/shared/said.ts'

describe('lines with a label before the text', () => {
  test('are read as fastText reads them, with any word for the label', async () => {
    const lines = [
      ...[
        '__label__pos A fine day, really',
        '__label__neg , rain again',
        '',
        '__LABEL__pos\ttabs',
        '__class__neg words',
      ],
      ...['behind the text __label__pos', 'no label here', '__label__a, __label__b two of them', '__label__pos '],
    ]
    expect(await readShort(fileOf('train.txt', lines.join('\r\n')))).toEqual([
      ['pos', 'A fine day, really'],
      ['neg', 'rain again'],
      ['pos', 'tabs'],
      ['neg', 'words'],
      ['pos', 'behind the text'],
      [7, 'No label (such as __label__pos)'],
      [8, 'Has 2 labels (a, b)'],
      [9, 'No text'],
    ])
  })

  test('are read as TREC has them, with either level of labels', async () => {
    const lines = ['DESC:manner How did it begin ?', 'ENTY:animal What is it ?', 'DESC:def What is meant: that ?']
    const path = fileOf('train_5500.label', lines.join('\n'))
    expect(await readShort(path)).toEqual([
      ['DESC', 'How did it begin ?'],
      ['ENTY', 'What is it ?'],
      ['DESC', 'What is meant: that ?'],
    ])
    expect((await readShort(path, { labelColumn: 'fine_label' })).at(0)).toEqual(['DESC:manner', 'How did it begin ?'])
    const { findings } = await openDataset(optionsFor(path))
    expect(findings.map(({ sentence }) => english(sentence))).toEqual([
      expect.stringContaining('--label-column fine_label'),
    ])
  })

  test('give back whatever is written', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((one) => `x${one.replace(/[\0\r\n\p{Z}]|__/gu, '')}y`)
    const label = fc.stringMatching(/^[a-z0-9_-]{1,9}$/)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(label, text), { minLength: 2, maxLength: 12 }), async (rows) => {
        const lines = rows.map(([label, text]) => `__label__${label} ${text}`)
        expect(await readShort(fileOf('x.txt', lines.join('\n')), { stripHtml: false })).toEqual(rows)
      }),
      { numRuns: 60 },
    )
  })
})
