import { LastlayerError } from '../../../../shared/errors.ts'
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
