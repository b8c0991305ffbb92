import { extname, join } from 'node:path'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { say } from '../../../../shared/said.ts'
import { isBlank, readLines } from '../bytes/lines.ts'
import { shortList, type Part, type TableFile, type TablesLayout } from './layout.ts'
import { areNumbered, isLabelWord, splitOf, stemOf, subjectOf, textRank } from './names.ts'

const mostFiles = 100

/**
 * Text files that hold the texts of one label each, one a line: pos.txt and neg.txt, rt-polarity.pos and rt-polarity.neg,
 * or any .txt files of several lines, unless they are numbered as documents are; null if there are none.
 */
export async function lineFiles(folder: string, names: readonly string[], split: Part): Promise<TablesLayout | null> {
  const all = names.filter((name) => textRank(name) === 1 || isLabelWord(extname(name).slice(1) || name))
  const certain = all.filter((name) => isLabelWord(labelOf(name)))
  const chosen = labelsOf(certain).size > 1 ? certain : split === null ? await severalLines(folder, all) : []
  if (labelsOf(chosen).size < 2) return null
  const file = (name: string): TableFile => {
    const own = split ?? splitOf(stemOf(name))
    return { path: join(folder, name), form: 'lines', split: own, subject: labelOf(name) }
  }
  const files = chosen.map(file)
  const areParted = files.some((one) => one.split === 'train') && files.some((one) => one.split !== 'train')
  return {
    kind: 'tables',
    files: split === null && !areParted ? files.map((one) => ({ ...one, split: null })) : files,
    labels: 'names',
    findings: [asLines(chosen)],
  }
}

async function severalLines(folder: string, names: readonly string[]): Promise<string[]> {
  const texts = names.filter((name) => textRank(name) === 1)
  if (texts.length < 2 || texts.length > mostFiles || areNumbered(texts)) return []
  for (const name of texts) if (!(await hasLines(join(folder, name)))) return []
  return texts
}

async function hasLines(path: string): Promise<boolean> {
  let seen = 0
  for await (const line of readLines(path)) if (!isBlank(line) && ++seen === 2) return true
  return false
}

function labelOf(name: string): string {
  const ending = extname(name).slice(1)
  const stem = stemOf(name)
  return isLabelWord(ending) ? ending : splitOf(stem) === null ? stem : subjectOf(stem)
}

function labelsOf(names: readonly string[]): Set<string> {
  return new Set(names.map(labelOf))
}

function asLines(names: readonly string[]): FindingInput {
  const sentence = say("Each line of {{files}} is taken as one text, with the file's name as its label.", {
    files: shortList(names),
  })
  return { kind: 'files', severity: 'note', sentence }
}
