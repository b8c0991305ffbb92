import { basename, dirname, extname, join } from 'node:path'
import { formOfExtension, type FileForm } from '../../../../shared/dataset-forms.ts'
import type { FindingInput } from '../../../../shared/dataset-summary.ts'
import { LastlayerError } from '../../../../shared/errors.ts'
import { english, say, type Said } from '../../../../shared/said.ts'
import { tableFormOf } from '../formats/form.ts'
import { shortList, type Part, type TableFile, type TablesLayout } from './layout.ts'
import { isBesides, isLabelWord, isSubmission, splitOf, stemOf, subjectOf, textRank, unpacked } from './names.ts'
import { partsAmong } from './part-words.ts'

// Of files that are not named as tables, each of which is opened: where there are more, they are texts.
const mostOthers = 30

/**
 * The table files among the names of a folder, by name: what is named as a table, and of a few other files all. Prose has
 * commas too: of .txt files those are tables of separated values that are named as parts, or all if a person says what
 * cuts their lines.
 */
export async function tablesAmong(
  folder: string,
  names: readonly string[],
  separator: string | null,
): Promise<TableFile[]> {
  const likely = names.filter((name) => !isBesides(name) && (isNamedTable(name) || textRank(name) !== null))
  const named = likely.filter(isNamedTable)
  const tables: TableFile[] = []
  const partOf = partsAmong(named.map(stemOf))
  for (const name of likely.length - named.length > mostOthers ? named : likely) {
    const form = await tableFormOf(join(folder, name), separator)
    const stem = stemOf(name)
    const split = partOf(stem)
    const isProse = form === 'csv' && !isNamedTable(name) && split === null && separator === null
    if (typeof form === 'string' && !isProse) {
      const subject = split !== null && splitOf(stem) === null ? '' : subjectOf(stem)
      tables.push({ path: join(folder, name), form, split, subject })
    }
  }
  return tables
}

function isNamedTable(name: string): boolean {
  return formOfExtension.has(extname(unpacked(name)).toLowerCase()) || unpacked(name) !== name
}

/**
 * The dataset that has a training table, told by the names of its tables; null if none is named so.
 * @throws LastlayerError `dataset` if there are several such datasets
 */
export function partedTables(tables: readonly TableFile[]): TablesLayout | null {
  const named = (split: Part) => oneForm(tables.filter((table) => table.split === split))
  const [train, validation, test] = [named('train'), named('validation'), named('test')]
  if (train.length === 0) return null
  const subjects = new Set(train.map(({ subject }) => subject))
  const areLabels = subjects.size > 1 && [...subjects].every(isLabelWord)
  const ownTests = [...subjects].filter((one) => test.some(({ subject }) => subject === one))
  if (!areLabels && ownTests.length > 1 && !subjects.has('')) {
    const names = shortList(train.map(({ path }) => basename(path)))
    const folder = dirname(train[0]?.path ?? '')
    throw fault(
      `${folder} holds several datasets (${english(names)}): choose one table, or a folder with one dataset's alone.`,
    )
  }
  const chosen = wholeOnes(train)
  const own = (part: TableFile[]) => {
    const same = part.filter(({ subject }) => chosen.some((one) => one.subject === subject))
    return wholeOnes(same.length > 0 ? same : part)
  }
  const parts = [...chosen, ...own(validation), ...own(test)]
  const files = parts.length === chosen.length ? chosen.map((table) => ({ ...table, split: null })) : parts
  return { kind: 'tables', files, labels: areLabels ? 'names' : 'column', findings: [] }
}

/**
 * The dataset of tables that are not named as parts: one alone, one a label, or several that are read as one. What is
 * named as a test beside a table without such a name is its test part.
 * @throws LastlayerError `dataset` if there is no telling which is trained on
 */
export function otherTables(folder: string, all: readonly TableFile[]): TablesLayout | null {
  const tables = oneForm(all.filter(({ path }) => !isSubmission(basename(path))))
  if (tables.length === 0) return null
  const unnamed = tables.filter(({ split }) => split === null)
  if (tables.length === 1) return { kind: 'tables', files: noParts(tables), labels: 'column', findings: [] }
  if (unnamed.length === 0) {
    throw fault(`${folder} has no training table (${english(listed(tables))}): choose one of them, or name one train.`)
  }
  const areParted = unnamed.length < tables.length
  const files = areParted ? [...withPart(unnamed, 'train'), ...tables.filter(({ split }) => split !== null)] : unnamed
  const areLabels = unnamed.length > 1 && unnamed.every(({ path, subject }) => isLabelWord(subject || stemOf(path)))
  const labels = unnamed.length === 1 ? 'column' : areLabels ? 'names' : 'names if alone'
  return { kind: 'tables', files, labels, findings: areParted ? [takenAsTraining(unnamed)] : [] }
}

/** All tables of a folder that is itself a part, such as train/. */
export function tablesOfPart(tables: readonly TableFile[], split: Part): TableFile[] {
  return withPart(oneForm(tables), split)
}

/** The same table may be there in several forms: the first one is read. */
function oneForm(tables: readonly TableFile[]): TableFile[] {
  const forms = [...new Set<FileForm>(formOfExtension.values())]
  const rank = ({ form }: TableFile) => forms.indexOf(form)
  const key = ({ path }: TableFile) => stemOf(basename(path)).toLowerCase()
  const first = new Map<string, TableFile>()
  for (const table of tables) {
    const known = first.get(key(table))
    if (known === undefined || rank(table) < rank(known)) first.set(key(table), table)
  }
  return tables.filter((table) => first.get(key(table)) === table)
}

/** `train.csv` alone where it is there, else its pieces, such as `train-00000-of-00002.parquet`, else all. */
function wholeOnes(tables: TableFile[]): TableFile[] {
  const whole = tables.filter(
    ({ path }) => /^\p{L}+$/u.test(stemOf(basename(path))) && splitOf(basename(path)) !== null,
  )
  const bare = tables.filter(({ subject }) => subject === '')
  return [whole, bare].find((some) => some.length > 0) ?? tables
}

function withPart(tables: readonly TableFile[], split: Part): TableFile[] {
  return tables.map((table) => ({ ...table, split }))
}

function noParts(tables: readonly TableFile[]): TableFile[] {
  return withPart(tables, null)
}

function takenAsTraining(tables: readonly TableFile[]): FindingInput {
  const sentence = say('{{files}} is taken as the training part: it stands beside a table that is named as a part.', {
    files: listed(tables),
  })
  return { kind: 'split', severity: 'note', sentence }
}

function listed(tables: readonly TableFile[]): Said {
  return shortList(tables.map(({ path }) => basename(path)))
}

function fault(message: string): LastlayerError {
  return new LastlayerError('dataset', message)
}
