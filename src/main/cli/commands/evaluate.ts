import type { OptionValues } from 'commander'
import type { Result } from '../../../shared/contract.ts'
import { allClassFigures, allFigures, valueOf, type Metrics } from '../../../shared/figures.ts'
import { datasetChoice } from '../../../shared/dataset-settings.ts'
import { count, figureText, oneLine, rate, table } from '../screen/format.ts'
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
  else
    screen.lines([...describeMetrics(result.source, result.metrics, result.truncated), ...describeAbstention(result)])
}

function describeAbstention({ abstention, metrics }: Result<'evaluate'>): string[] {
  if (abstention === null) return []
  const { below, answered, accuracy } = abstention
  const texts = `${count(answered * metrics.examples)} of ${count(metrics.examples)} texts (${rate(answered)})`
  const right = accuracy === null ? '' : `, with an accuracy of ${rate(accuracy)}`
  return ['', `Unsure below a confidence of ${below}: ${texts} are answered${right}.`]
}

function describeMetrics(source: string, metrics: Metrics, truncated: number): string[] {
  const figures = allFigures.map((one) => [one.title, figureText(valueOf(metrics, one), one)])
  const short = truncated > 0 ? `; ${count(truncated)} of them longer than the model reads` : ''
  const heading = ['label', ...allClassFigures.map(({ title }) => title), 'texts']
  const classes = metrics.perClass.map((one) => [
    oneLine(one.label, 40),
    ...allClassFigures.map((figure) => figureText(valueOf(one, figure), figure)),
    count(one.support),
  ])
  return [
    `${count(metrics.examples)} texts of ${source}${short}`,
    '',
    ...table('<>', figures),
    '',
    ...table(`<${'>'.repeat(heading.length - 1)}`, [heading, ...classes]),
    ...(classes.length > largestMatrix ? [] : ['', ...confusionMatrix(metrics)]),
  ]
}

function confusionMatrix({ perClass, confusion }: Metrics): string[] {
  const names = perClass.map(({ label }) => oneLine(label, 16))
  const rows = confusion.map((row, i) => [at(names, i), ...row.map(count)])
  return table(`<${'>'.repeat(names.length)}`, [['true \\ predicted', ...names], ...rows])
}
