import { expect, test } from 'vitest'
import { describeFinding, flagsOf } from '../../../../src/main/cli/screen/findings.ts'

test('A finding is told with a few of its rows and the flags that change it', () => {
  const row = { file: 'x.csv', line: 2, text: 'fine\nfilm', label: 'pos' }
  const lines = describeFinding({
    kind: 'repeats',
    severity: 'warning',
    sentence: '9 texts are repeats.',
    rows: new Array(9).fill(row),
    fixes: [
      { title: 'Leave out repeats', change: { dropDuplicates: true } },
      { title: 'Merge labels', change: { labelMap: [{ from: 'a', to: 'b' }] } },
    ],
  })
  expect(lines).toEqual([
    'Check     9 texts are repeats.',
    ...new Array(4).fill('  x.csv:2  pos: fine film'),
    '  Leave out repeats: --drop-duplicates',
  ])
})

test('A change is told by its flags, with values that a shell takes as one', () => {
  expect(flagsOf({ singleTexts: 'train', splitBy: 'the author' })).toBe("--single-texts train --split-by 'the author'")
})
