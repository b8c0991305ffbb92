import { join } from 'node:path'
import { chosenBy, type ChooseBy } from '../../../shared/choosing.ts'
import { majorityOf } from '../../../shared/majority.ts'
import { savedSentence } from '../../../shared/saved-weights.ts'
import type { DatasetSummary } from '../../../shared/dataset-summary.ts'
import { figures, valueOf } from '../../../shared/figures.ts'
import { leadFigure, mainRatesOf } from '../../../shared/lead-figure.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Evaluation, RunEvent, RunReport } from '../../../shared/run-events.ts'
import { reportFiles } from '../../../shared/report-facts.ts'
import { shortTrials, whyNotLowest, type Trial } from '../../../shared/search.ts'
import { unfrozenBlocks } from '../../../shared/training-depth.ts'
import { count, duration, figureText, fileName, loss, oneLine, rate, table } from './format.ts'
import { describeFinding } from './findings.ts'
import { figureTitle, labelTable } from './label-table.ts'
import { nextSteps } from './next-steps.ts'
import type { Screen } from './screen.ts'
import { describeWorth } from './worth.ts'
import { at } from '../../../shared/at.ts'

const listedLabels = 12
const listedRows = 5
/** Characters of a figure. */
const narrowest = 6

/** Shows a run's events as they come. */
export class RunView {
  readonly #screen: Screen
  #chooseBy: ChooseBy = 'loss'
  #hasHeading = false
  #hasTrials = false

  constructor(screen: Screen) {
    this.#screen = screen
  }

  show(event: RunEvent): void {
    const screen = this.#screen
    if (event.kind === 'dataset') screen.lines(describeDataset(event.summary))
    else if (event.kind === 'started') {
      this.#chooseBy = event.recipe.chooseBy
      screen.lines(describeStart(event, event.recipe))
    } else if (event.kind === 'notice') screen.note(event.message)
    else if (event.kind === 'paused') screen.note(event.reason ?? 'Paused: p goes on.')
    else if (event.kind === 'resumed') screen.note(`Going on after step ${count(event.step)}.`)
    else if (event.kind === 'progress') screen.progress(event)
    else if (event.kind === 'tried') this.#tried(event.trial)
    else if (event.kind === 'evaluated') this.#evaluated(event.evaluation)
    else if (event.kind === 'step') {
      const { step, steps } = event
      const note = `epoch ${event.epoch}, loss ${loss(event.loss)}`
      screen.progress({ phase: 'training', done: step, total: steps, unit: 'steps', note })
    }
  }

  #tried(trial: Trial): void {
    if (!this.#hasTrials) this.#screen.line(`Rates     ${shortTrials}`)
    this.#hasTrials = true
    this.#screen.line(describeTrial(trial))
  }

  #evaluated({ epoch, trainLoss, test, validation, calibratedLoss }: Evaluation): void {
    const cells: [string, string][] = [
      ['train loss', loss(trainLoss)],
      ...(validation === null ? [] : [['valid. loss', loss(validation.loss)] satisfies [string, string]]),
      ...(calibratedLoss === null ? [] : [['calibrated', loss(calibratedLoss)] satisfies [string, string]]),
      ...(validation === null || this.#chooseBy === 'loss'
        ? []
        : [['valid. macro F1', figureText(validation.macroF1, figures.macroF1)] satisfies [string, string]]),
      ['test loss', loss(test.loss)],
      ...mainRatesOf(test).map((one): [string, string] => [one.title, figureText(valueOf(test, one), one)]),
    ]
    const row = (name: string, of: (cell: [string, string]) => string): string =>
      name.padEnd(9) + cells.map((cell) => of(cell).padStart(Math.max(cell[0].length, narrowest) + 2)).join('')
    if (!this.#hasHeading) {
      this.#screen.line()
      if (validation !== null) this.#screen.line(`The best epoch is chosen by ${chosenBy[this.#chooseBy]}.`)
      this.#screen.line(row('', ([title]) => title))
    }
    this.#hasHeading = true
    this.#screen.line(row(epoch === 0 ? 'before' : `epoch ${epoch}`, ([, text]) => text))
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
  const majority = majorityOf(summary)
  if (majority !== null) {
    const label = `"${oneLine(majority.label, 40)}"`
    lines.push(
      `Guessing  always ${label}, the commonest label, would have a test accuracy of ${rate(majority.accuracy)}`,
    )
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

function describeTrial({
  learningRate,
  headLearningRate,
  loss: validationLoss,
  accuracy,
  macroF1,
  seconds,
}: Trial): string {
  const rates = `${learningRate} and ${headLearningRate} for the head`
  const found =
    validationLoss === null
      ? 'out of range'
      : `calibrated valid. loss ${loss(validationLoss)}, accuracy ${rate(accuracy)}, macro F1 ${macroF1 === null ? '–' : rate(macroF1)}`
  return `Tried     ${rates}: ${found}, ${seconds.toFixed(1)} s`
}

function describeSearch({ search, seconds }: RunReport): [string, string][] {
  if (search === null) return []
  const { learningRate, headLearningRate } = at(search.trials, search.chosen)
  const share = Math.round((100 * search.seconds) / seconds)
  const why = whyNotLowest(search)
  const took = `${search.trials.length} tried in ${duration(search.seconds)}, ${share}% of the time${why === null ? '' : `; ${why}`}`
  return [['Rates', `${learningRate} for the blocks, ${headLearningRate} for the head (${took})`]]
}

/** The closing lines of a finished run. */
export function describeReport(report: RunReport, recipe: Recipe | null): string[] {
  const { before, after, features } = report
  const lead = leadFigure(after)
  const rates = [lead, ...mainRatesOf(after).filter(({ key }) => key !== lead.key)]
  const lines: [string, string][] = [
    ...rates.map((one): [string, string] => [
      figureTitle(one, after),
      `${figureText(valueOf(before, one), one)} before, ${figureText(valueOf(after, one), one)} after`,
    ]),
    ['Saved', savedSentence(report)],
    ...describeSearch(report),
    [
      'Features',
      `${count(features.computed)} computed, ${count(features.fromCache)} from the cache, ${duration(features.seconds)}`,
    ],
    ['In all', `${duration(report.seconds)}, at most ${count(report.peakMemoryMB)} MB of memory`],
    ['Run', report.run],
    ['Report', join(report.run, reportFiles.html)],
  ]
  return [
    '',
    ...table('<<', lines),
    '',
    ...labelTable(after),
    ...describeWorth(report, recipe),
    '',
    ...nextSteps(report.run, correctedRun(recipe)),
  ]
}

/** The run in which the corrections were made that a recipe names; they may be a file that stands anywhere. */
function correctedRun(recipe: Recipe | null): string | null {
  const corrections = recipe?.corrections ?? null
  return corrections === null || corrections.endsWith('.json') ? null : corrections
}
