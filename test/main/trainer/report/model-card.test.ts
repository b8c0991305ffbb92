import { expect, test } from 'vitest'
import { modelCard } from '../../../../src/main/trainer/report/writers/markdown.ts'
import { exportedRun, modelFolderFacts } from '../../../support/report-facts.ts'

test('Labels and licences of strangers are plain words on one line of the card, whatever they hold', () => {
  const hostile = 'a\u001b[2J\u0007\u009b\u202eb\n# Title `code` | <b>'
  const card = modelCard(
    {
      ...modelFolderFacts,
      base: { name: 'base', licence: hostile, weights: [{ name: hostile, sha256: hostile }] },
      labels: [hostile, `${'x'.repeat(199)}😀y`],
      abstainBelow: 0.8,
    },
    exportedRun,
  )
  expect(card.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(card).toContain("| 0 | `a [2J b # Title 'code' \\| <b>` |")
  expect(card).toContain(`| 1 | \`${'x'.repeat(199)}😀\` |`)
  expect(card).toContain('Below a confidence of 0.8')
  expect(card.match(/^license: (.*)$/m)?.[1]).toSatisfy((line: string) => JSON.parse(line) === hostile)
})
