import type { OptionValues } from 'commander'
import type { Result } from '../../../shared/contract.ts'
import { allFigures, valueOf, type Metrics } from '../../../shared/figures.ts'
import { datasetChoice } from '../../../shared/dataset-settings.ts'
import type { Majority } from '../../../shared/majority.ts'
import { count, figureText, oneLine, range, rate, table } from '../screen/format.ts'
import { figureTitle, labelTable } from '../screen/label-table.ts'
import { datasetPath, settingsOf } from './recipe-flags.ts'
import { modelPath, type Session } from '../session.ts'
import { abstentionOf } from '../texts/abstention.ts'
import { at } from '../../../shared/at.ts'

const largestMatrix = 10

/** `evaluate RUN DATASET`: the figures of a run on texts that it may never have seen. */
export async function evaluate(session: Session, name: string, dataset: string, options: OptionValues): Promise<void> {
  const { host, screen, places, signal } = session
  const model = await modelPath(name, places)
  const choice = datasetChoice.parse({ ...(await settingsOf(options)), dataset: datasetPath(dataset) })
  const result = await host.run('evaluate', { model, choice, ...abstentionOf(options) }, { signal })
  for (const note of result.notes) screen.note(note)
  if (screen.json) screen.value(result)
  else screen.lines([...describeMetrics(result), ...describeAbstention(result)])
}

function describeAbstention({ abstention, metrics }: Result<'evaluate'>): string[] {
  if (abstention === null) return []
  const { below, answered, accuracy } = abstention
  const texts = `${count(answered * metrics.examples)} of ${count(metrics.examples)} texts (${rate(answered)})`
  const right = accuracy === null ? '' : `, with an accuracy of ${rate(accuracy)}`
  return ['', `Unsure below a confidence of ${below}: ${texts} are answered${right}.`]
}

function describeMetrics({ source, metrics, intervals, majority, truncated }: Result<'evaluate'>): string[] {
  const figures = allFigures.map((one) => [
    figureTitle(one, metrics),
    figureText(valueOf(metrics, one), one),
    one.key === 'accuracy' || one.key === 'macroF1' ? range(intervals[one.key]) : '',
  ])
  const short = truncated > 0 ? `; ${count(truncated)} of them longer than the model reads` : ''
  return [
    `${count(metrics.examples)} ${metrics.examples === 1 ? 'text' : 'texts'} of ${source}${short}`,
    '',
    ...table('<><', [['', '', '95 %'], ...figures]),
    ...(majority === null ? [] : ['', majorityLine(majority)]),
    '',
    ...labelTable(metrics),
    ...(metrics.perClass.length > largestMatrix ? [] : ['', ...confusionMatrix(metrics)]),
  ]
}

function majorityLine({ label, accuracy }: Majority): string {
  const always = `Always answering "${oneLine(label, 40)}", the commonest label of the texts that it learned from`
  return `${always}, would have an accuracy of ${rate(accuracy)}.`
}

function confusionMatrix({ perClass, confusion }: Metrics): string[] {
  const names = perClass.map(({ label }) => oneLine(label, 16))
  const rows = confusion.map((row, i) => [at(names, i), ...row.map(count)])
  return table(`<${'>'.repeat(names.length)}`, [['true \\ predicted', ...names], ...rows])
}
