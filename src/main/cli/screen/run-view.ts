import { savedWeights } from '../../../shared/saved-weights.ts'
import type { DatasetSummary } from '../../../shared/dataset-summary.ts'
import { heading, mainRates, valueOf } from '../../../shared/figures.ts'
import { leadFigure } from '../../../shared/lead-figure.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Evaluation, RunEvent, RunReport } from '../../../shared/run-events.ts'
import type { Trial } from '../../../shared/search.ts'
import { unfrozenBlocks } from '../../../shared/training-depth.ts'
import { count, duration, figureText, fileName, loss, oneLine, rate, shellWord, table } from './format.ts'
import { describeFinding } from './findings.ts'
import type { Screen } from './screen.ts'
import { describeWorth } from './worth.ts'
import { at } from '../../../shared/at.ts'

const listedLabels = 12
const listedRows = 5
const columnWidth = Math.max(12, ...mainRates.map(({ title }) => title.length + 2))

/** Shows a run's events as they come. */
export class RunView {
  readonly #screen: Screen
  #hasHeading = false

  constructor(screen: Screen) {
    this.#screen = screen
  }

  show(event: RunEvent): void {
    const screen = this.#screen
    if (event.kind === 'dataset') screen.lines(describeDataset(event.summary))
    else if (event.kind === 'started') screen.lines(describeStart(event, event.recipe))
    else if (event.kind === 'notice') screen.note(event.message)
    else if (event.kind === 'paused') screen.note('Paused: p goes on.')
    else if (event.kind === 'resumed') screen.note(`Going on after step ${count(event.step)}.`)
    else if (event.kind === 'progress') screen.progress(event)
    else if (event.kind === 'tried') screen.line(describeTrial(event.trial))
    else if (event.kind === 'evaluated') this.#evaluated(event.evaluation)
    else if (event.kind === 'step') {
      const { step, steps } = event
      const note = `epoch ${event.epoch}, loss ${loss(event.loss)}`
      screen.progress({ phase: 'training', done: step, total: steps, unit: 'steps', note })
    }
  }

  #evaluated({ epoch, trainLoss, test, validation }: Evaluation): void {
    const row = (...cells: string[]): string =>
      cells.map((cell, i) => cell.padStart(i === 0 ? 0 : columnWidth)).join('')
    const extra = (text: string): string[] => (validation === null ? [] : [text])
    if (!this.#hasHeading) {
      this.#screen.line()
      const heading = [
        '         ',
        'train loss',
        ...extra('valid. loss'),
        'test loss',
        ...mainRates.map(({ title }) => title),
      ]
      this.#screen.line(row(...heading))
    }
    this.#hasHeading = true
    const name = (epoch === 0 ? 'before' : `epoch ${epoch}`).padEnd(9)
    const losses = [loss(trainLoss), ...extra(loss(validation?.loss ?? null)), loss(test.loss)]
    this.#screen.line(row(name, ...losses, ...mainRates.map((one) => figureText(valueOf(test, one), one))))
  }
}

/** The lines about a dataset; also what `inspect` begins with. */
export function describeDataset(summary: DatasetSummary): string[] {
  const { labels, counts, rejected, columns } = summary
  const sum = (values: readonly number[] = []): number => values.reduce((a, b) => a + b, 0)
  const parts = (['train', 'validation', 'test'] as const).filter((part) => sum(counts[part]) > 0)
  const sizes = parts.map((part) => `${count(sum(counts[part]))} ${part}`)
  const lines = [
    `Dataset   ${summary.source} (${summary.form}): ${sizes.join(', ')}; split ${summary.splitting}`,
    `Labels    ${describeLabels(
      labels,
      parts.map((part) => counts[part]),
    )}`,
  ]
  if (columns) lines.push(`Columns   text "${oneLine(columns.text)}", label "${oneLine(columns.label)}"`)
  if (counts.test && sum(counts.test) > 0) {
    const most = Math.max(...counts.test)
    const label = oneLine(at(labels, counts.test.indexOf(most)), 40)
    lines.push(`Guessing  always "${label}" would have an accuracy of ${rate(most / sum(counts.test))}`)
  }
  if (rejected.count > 0) {
    lines.push(`Left out  ${count(rejected.count)} of the rows:`)
    const rows = rejected.rows.slice(0, listedRows)
    lines.push(
      ...rows.map(({ file, line, reason }) => `  ${fileName(file)}${line > 0 ? `:${line}` : ''}  ${oneLine(reason)}`),
    )
    if (rejected.count > rows.length) lines.push(`  and ${count(rejected.count - rows.length)} more`)
  }
  lines.push(...summary.findings.flatMap(describeFinding))
  return lines
}

function describeLabels(labels: readonly string[], counts: readonly (readonly number[])[]): string {
  const listed = labels.slice(0, listedLabels).map((label, i) => {
    const total = counts.reduce((sum, part) => sum + at(part, i), 0)
    return `${oneLine(label, 30)} ${count(total)}`
  })
  const more = labels.length > listedLabels ? `, and ${labels.length - listedLabels} more` : ''
  return `${labels.length}: ${listed.join(', ')}${more}`
}

function describeStart(started: Extract<RunEvent, { kind: 'started' }>, recipe: Recipe): string[] {
  const { device, blocks, trainableParameters } = started
  const unfrozen = unfrozenBlocks(recipe.unfreeze, blocks)
  const top = unfrozen === 1 ? 'the last' : `the last ${unfrozen}`
  const what = unfrozen === 0 ? 'the head alone' : `the head and ${top} of ${blocks} blocks`
  const passes = `${describePasses(recipe)}, batch ${recipe.batchSize}, ${describeRates(recipe)}`
  return [
    `Model     ${recipe.model}`,
    `Device    ${device.backend} on ${device.device}: ${device.why}`,
    `Training  ${what}: ${count(trainableParameters)} parameters, ${passes}, seed ${recipe.seed}`,
  ]
}

function describePasses({ epochs, patience }: Recipe): string {
  if (epochs === 'auto') return patience > 0 ? 'epochs until it gets no better' : 'epochs by the number of texts'
  return patience > 0 ? `at most ${epochs} epochs` : `${epochs} epochs`
}

function describeRates({ learningRate, headLearningRate }: Recipe): string {
  if (learningRate === 'auto') return 'at rates that are looked for'
  return headLearningRate === null ? `at ${learningRate}` : `at ${learningRate} and ${headLearningRate} for the head`
}

function describeTrial({ learningRate, headLearningRate, loss: validationLoss, accuracy, seconds }: Trial): string {
  const rates = `${learningRate} and ${headLearningRate} for the head`
  const found =
    validationLoss === null
      ? 'out of range'
      : `calibrated valid. loss ${loss(validationLoss)}, accuracy ${rate(accuracy)}`
  return `Tried     ${rates}: ${found}, ${seconds.toFixed(1)} s`
}

function describeSaved(report: RunReport): string {
  const { averaged, savedValidation: validation } = report
  if (averaged === null || validation === null) return savedWeights(report)
  return `${savedWeights(report)}, valid. loss ${loss(validation.loss)}, accuracy ${rate(validation.accuracy)}`
}

function describeSearch({ search, seconds }: RunReport): [string, string][] {
  if (search === null) return []
  const { learningRate, headLearningRate } = at(search.trials, search.chosen)
  const share = Math.round((100 * search.seconds) / seconds)
  const took = `${search.trials.length} tried in ${duration(search.seconds)}, ${share}% of the time`
  return [['Rates', `${learningRate} for the blocks, ${headLearningRate} for the head (${took})`]]
}

/** The closing lines of a finished run. */
export function describeReport(report: RunReport): string[] {
  const { before, after, features } = report
  const lead = leadFigure(after)
  const rates = [lead, ...mainRates.filter(({ key }) => key !== lead.key)]
  const lines: [string, string][] = [
    ...rates.map((one, i): [string, string] => {
      const change = `${figureText(valueOf(before, one), one)} before, ${figureText(valueOf(after, one), one)} after`
      return [heading(one), `${change}${i === 0 ? ` (saved: ${describeSaved(report)})` : ''}`]
    }),
    ...describeSearch(report),
    [
      'Features',
      `${count(features.computed)} computed, ${count(features.fromCache)} from the cache, ${duration(features.seconds)}`,
    ],
    ['In all', `${duration(report.seconds)}, at most ${count(report.peakMemoryMB)} MB of memory`],
    ['Run', report.run],
  ]
  const next = `Go on:    npm run lastlayer -- predict ${shellWord(report.run)} "Your text"`
  return ['', ...table('<<', lines), ...describeWorth(report), '', next]
}
