import { join } from 'node:path'
import type { Params } from '../../../shared/contract.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { reportFiles, type WrittenReport } from '../../../shared/report-facts.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { notTold, readReport } from '../../run-files/kept-file.ts'
import { requireUnchanged } from '../../run-files/model-digests.ts'
import { locateModel } from '../model/locate-model.ts'
import { gatherFacts } from './facts.ts'
import { modelCard } from './writers/markdown.ts'
import { reportPage } from './writers/html.ts'

/**
 * The report of a finished run, of an earlier version too.
 * @throws LastlayerError `model` if the folder is no run that finished; `cancelled`
 */
export async function report({ run }: Params<'report'>, signal: AbortSignal): Promise<WrittenReport> {
  const { state, value } = await readReport(run)
  const isFinished = state !== 'missing' || value !== null
  // A later version's files may mean something else.
  if (isFinished) await locateModel(run)
  const facts = await gatherFacts(run, signal)
  if (facts.recipe === null || !isFinished) {
    throw new LastlayerError('model', `${run} is no finished run of Lastlayer: choose one that \`runs\` lists.`)
  }
  if (state === 'damaged' && value === null) {
    throw notTold(join(run, 'report.json'))
  }
  // Digests that are shown are those of what is there.
  await requireUnchanged(join(run, 'model'), ['config.json', ...facts.weights.map(({ name }) => name)])
  return { facts, markdown: modelCard(facts, null), html: reportPage(facts) }
}

/**
 * Writes the report of a run into its folder.
 * @throws LastlayerError as {@link report}; `output`
 */
export async function writeReport(run: string, signal: AbortSignal): Promise<void> {
  const { markdown, html } = await report({ run }, signal)
  await writeFileAtomic(join(run, reportFiles.markdown), markdown)
  await writeFileAtomic(join(run, reportFiles.html), html)
}
