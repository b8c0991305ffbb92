import { LastlayerError } from '../../../../shared/errors.ts'
import { isAutomatic } from './split.ts'
import type { Survey } from './survey.ts'
import { at } from '../../../../shared/at.ts'

/**
 * Checks that a model can be trained and tested on what was found.
 * @throws LastlayerError `dataset`, naming the label that is short of texts.
 */
export function checkSurvey(source: string, survey: Survey): void {
  const { labels, rows, rejected } = survey
  if (rows.length === 0) {
    const first = rejected.rows.at(0)
    if (first === undefined) throw fault(`${source} has no rows: choose a dataset with labelled texts.`)
    throw fault(`${source} has no row that can be used: ${place(first)}: ${first.reason}`)
  }
  const used = new Set(rows.map(({ label }) => label))
  if (used.size === 1) {
    throw fault(
      `${source} has one label only, "${at(labels, at(rows, 0).label)}": a classifier needs texts of at least two.`,
    )
  }
  if (isAutomatic(rows)) {
    const scarce = countOf(survey, null).findIndex((count) => count === 1)
    if (scarce < 0) return
    throw fault(
      `Label "${labels[scarce]}" of ${source} has one text only: add another, one to train on and one to test.`,
    )
  }
  const [train, test] = [countOf(survey, 'train'), countOf(survey, 'test')]
  const untrained = train.findIndex((count, i) => count === 0 && used.has(i))
  if (untrained >= 0) throw unlike(source, at(labels, untrained), 'test', 'training')
  const untested = test.findIndex((count, i) => count === 0 && used.has(i))
  if (untested >= 0) throw unlike(source, at(labels, untested), 'training', 'test')
}

function countOf({ labels, rows }: Survey, split: 'train' | 'test' | null): number[] {
  const counts = new Array<number>(labels.length).fill(0)
  for (const row of rows) if (row.split === split) counts[row.label] = at(counts, row.label) + 1
  return counts
}

function unlike(source: string, label: string, has: string, lacks: string): LastlayerError {
  return fault(
    `Label "${label}" of ${source} is in the ${has} part but not in the ${lacks} part: both need every label.`,
  )
}

function place({ file, line }: { file: string; line: number }): string {
  return line === 0 ? file : `${file} line ${line}`
}

function fault(message: string): LastlayerError {
  return new LastlayerError('dataset', message)
}
