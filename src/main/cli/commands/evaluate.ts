import type { OptionValues } from 'commander'
import type { Metrics } from '../../../shared/run-events.ts'
import { count, loss, oneLine, rate, table } from '../screen/format.ts'
import { datasetPath, recipeSettings } from './recipe-flags.ts'
import { modelPath, type Session } from '../session.ts'

const largestMatrix = 10

/** `evaluate RUN DATASET`: the figures of a run on texts that it may never have seen. */
export async function evaluate(session: Session, name: string, dataset: string, options: OptionValues): Promise<void> {
  const { host, screen, places, signal } = session
  const model = await modelPath(name, places)
  const { textColumn = null, labelColumn = null, stripHtml = true } = recipeSettings(options)
  const choice = { dataset: datasetPath(dataset), textColumn, labelColumn, stripHtml }
  const result = await host.run('evaluate', { model, choice }, { signal })
  if (screen.json) screen.value(result)
  else screen.lines(describeMetrics(result.source, result.metrics, result.truncated))
}

function describeMetrics(source: string, metrics: Metrics, truncated: number): string[] {
  const figures: [string, string][] = [
    ['accuracy', rate(metrics.accuracy)],
    ['precision', rate(metrics.precision)],
    ['recall', rate(metrics.recall)],
    ['F1', rate(metrics.f1)],
    ['macro F1', rate(metrics.macroF1)],
    ['ROC-AUC', metrics.rocAuc === null ? '–' : rate(metrics.rocAuc)],
    ['loss', loss(metrics.loss)],
  ]
  const short = truncated > 0 ? `; ${count(truncated)} of them longer than the model reads` : ''
  const classes = metrics.perClass.map(({ label, precision, recall, f1, support }) => [
    oneLine(label, 40),
    rate(precision),
    rate(recall),
    rate(f1),
    count(support),
  ])
  return [
    `${count(metrics.examples)} texts of ${source}${short}`,
    '',
    ...table('<>', figures),
    '',
    ...table('<>>>>', [['label', 'precision', 'recall', 'F1', 'texts'], ...classes]),
    ...(classes.length > largestMatrix ? [] : ['', ...confusionMatrix(metrics)]),
  ]
}

function confusionMatrix({ perClass, confusion }: Metrics): string[] {
  const names = perClass.map(({ label }) => oneLine(label, 16))
  const rows = confusion.map((row, i) => [names[i], ...row.map(count)])
  return table(`<${'>'.repeat(names.length)}`, [['true \\ predicted', ...names], ...rows])
}
