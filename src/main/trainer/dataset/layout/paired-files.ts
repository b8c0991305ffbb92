import { extname, join } from 'node:path'
import { LastlayerError } from '../../../../shared/errors.ts'
import { readLines } from '../bytes/lines.ts'
import { scoreName } from '../rows/column-names.ts'
import { splitOf, stemOf, subjectOf, textRank } from './names.ts'

/**
 * Refuses a folder whose texts are in one file and their labels in another, line by line: train_text.txt and
 * train_labels.txt, as TweetEval has them.
 * @throws LastlayerError `dataset`, with a way to make one file of them
 */
export function refusePairs(folder: string, names: readonly string[]): void {
  const files = names.filter((name) => textRank(name) === 1)
  const labels = files.find((name) => scoreName(subjectOf(stemOf(name))).label >= 5)
  if (labels === undefined) return
  const split = splitOf(stemOf(labels))
  const texts = files.find(
    (name) => splitOf(stemOf(name)) === split && scoreName(subjectOf(stemOf(name))).text >= 4 && name !== labels,
  )
  if (texts === undefined) return
  const table = `${split ?? 'train'}.tsv`
  throw new LastlayerError(
    'dataset',
    `${folder} has the labels of ${texts} in a file of their own (${labels}): make one table of each two, a label and its ` +
      `text on a line (paste ${labels} ${texts} > ${table}), put the tables in a folder of their own and choose that.`,
  )
}

/**
 * Refuses a folder whose texts are in one table and their labels in another, with a column of numbers that both have:
 * train_data.csv and train_labels.csv.
 * @throws LastlayerError `dataset`, with a way to make one table of them
 */
export async function refuseApart(folder: string, names: readonly string[]): Promise<void> {
  const tables = names.filter((name) => /^\.(?:csv|tsv|txt)$/i.test(extname(name)))
  const labels = tables.find((name) => scoreName(subjectOf(stemOf(name))).label >= 5)
  if (labels === undefined || tables.length > mostTables) return
  const split = splitOf(stemOf(labels))
  const ofLabels = await columnsOf(join(folder, labels))
  const isLabelled = (columns: readonly string[]) => columns.some((name) => scoreName(name).label >= 2)
  for (const texts of tables) {
    if (texts === labels || splitOf(stemOf(texts)) !== split) continue
    const columns = await columnsOf(join(folder, texts))
    const shared = columns.find((name) => ofLabels.includes(name) && scoreName(name).label < 0)
    if (shared === undefined || isLabelled(columns) || !isLabelled(ofLabels)) continue
    throw new LastlayerError(
      'dataset',
      `${folder} has the labels of ${texts} in a table of their own (${labels}): join the two by "${shared}", as pandas' ` +
        'merge does, into one table, and choose that.',
    )
  }
}

const mostTables = 30

/** The cells of a table's first line, as far as a glance tells them. */
async function columnsOf(path: string): Promise<string[]> {
  for await (const { bytes } of readLines(path)) {
    const cells = (bytes?.toString('utf8') ?? '').split(/[,;|\t]/).slice(0, 1000)
    return cells.map((cell) => cell.replace(/^[\s"\ufeff]+|[\s"]+$/g, '')).filter((cell) => cell !== '')
  }
  return []
}
