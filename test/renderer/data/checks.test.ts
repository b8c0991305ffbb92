import { describe, expect, it } from 'vitest'
import { finding, type DatasetSummary } from '../../../src/shared/dataset-summary.ts'
import { checkOf, checksOf } from '../../../src/renderer/data/found/checks.ts'
import { summaryOf } from '../fake-run.ts'

const sentences = (summary: DatasetSummary): string[] => checksOf(summary).map(({ sentence }) => sentence.text)
const fine = { ...summaryOf('sample:reviews', ['neg', 'pos']), duplicates: 0 }

describe('The checks of a dataset', () => {
  it('are four that are fine where nothing is found', () => {
    expect(checksOf(fine).map(({ severity }) => severity)).toEqual(['fine', 'fine', 'fine', 'fine'])
  })

  it('begin with warnings, then notes', () => {
    const note = finding.parse({ kind: 'split', severity: 'note', sentence: 'A note.' })
    const warning = finding.parse({ kind: 'labels', severity: 'warning', sentence: 'A warning.' })
    expect(sentences({ ...fine, findings: [note, warning] }).slice(0, 2)).toEqual(['A warning.', 'A note.'])
  })

  it('say what repeats are only once', () => {
    const repeats = finding.parse({ kind: 'repeats', severity: 'warning', sentence: 'Repeats.' })
    const found = { ...fine, duplicates: 4, leaked: 2 }
    expect(sentences(found).filter((one) => /more than once|training texts/.test(one))).toHaveLength(2)
    expect(sentences({ ...found, findings: [repeats] }).filter((one) => /more than once|test text/.test(one))).toEqual(
      [],
    )
  })

  it('leave to the columns what is said of them, unless something can be done about it', () => {
    const taken = { kind: 'columns', severity: 'note', sentence: 'Taken by its name.' } as const
    const fixes = [{ title: 'Use “stars”', change: { labelColumn: 'stars' } }]
    expect(sentences({ ...fine, findings: [finding.parse(taken)] })).not.toContain('Taken by its name.')
    expect(sentences({ ...fine, findings: [finding.parse({ ...taken, fixes })] })).toContain('Taken by its name.')
  })

  it('name the label that is short of texts, in its own direction', () => {
    const counts = { train: [400, 3], validation: [0, 0], test: [100, 1] }
    expect(sentences({ ...fine, labels: ['neg', 'نعم'], counts })[0]).toBe(
      '“\u2068نعم\u2069” has only 3 training texts: add more, merge or leave them out.',
    )
  })

  it('lead to the models where those do not know the texts, and to the columns', () => {
    const fixes = [{ title: 'Set maximum length to 384', change: { maxLength: 384 } }]
    const leads = (kind: 'tokens' | 'columns' | 'labels', more = {}) =>
      checkOf(finding.parse({ kind, severity: 'warning', sentence: 'A warning.', ...more })).leadsTo
    expect([leads('tokens'), leads('tokens', { fixes }), leads('columns'), leads('labels')]).toEqual([
      'models',
      null,
      'columns',
      null,
    ])
  })

  it('have no words of the command line', () => {
    const words =
      'Left out as texts without a label: {{list}}. If it is a label of yours, keep it with a label map that names it, such as {{example}}.'
    const sentence = { say: words, values: { list: '"n/a" (4)', example: '{"n/a":"n/a"}' } }
    expect(checkOf(finding.parse({ kind: 'missing', severity: 'warning', sentence })).sentence.text).toBe(
      'Left out as texts without a label: "n/a" (4).',
    )
  })

  it('list the rows that were left out, and say where the list ends', () => {
    const rejected = { count: 120, rows: [{ file: 'a.csv', line: 2, reason: 'No text.' }] }
    const [check] = checksOf({ ...fine, rejected })
    expect(check).toMatchObject({ rejected: rejected.rows, severity: 'warning', rowsInAll: 120 })
    expect(check.sentence.text).toBe('120 rows were left out.')
  })
})
