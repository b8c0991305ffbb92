import { basename } from 'node:path'
import { coverageSentence } from '../../../shared/calibration.ts'
import { allFigures, valueOf, valuesOf } from '../../../shared/figures.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { leadOf } from '../../../shared/lead-figure.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { recipeDifferences, type RecipeDifference } from '../../../shared/recipe-differences.ts'
import type { RunComparison } from '../../../shared/run-comparison.ts'
import type { RunOutcome, RunSummary } from '../../../shared/run-record.ts'
import { readRecipe, readReport } from '../../run-files/kept-file.ts'
import { abstain as keepAbstention } from '../../host/runs/abstention.ts'
import { listRuns } from '../../host/runs/run-list.ts'
import { figureText, moment, oneLine, range, rate, shellWord, table } from '../screen/format.ts'
import { modelPath, type Session } from '../session.ts'
import { readConfidence } from '../texts/abstention.ts'

const listedRates = allFigures.filter(({ key }) => key === 'accuracy' || key === 'f1' || key === 'macroF1')

/** `runs --compare A B`: what the second gains over the first on the same test texts, and whether that is chance. */
export async function compareTwo({ host, screen, places, signal }: Session, names: readonly string[]): Promise<void> {
  const [first, second, ...others] = await Promise.all(names.map((name) => modelPath(name, places)))
  if (first === undefined || second === undefined || others.length > 0) {
    throw new LastlayerError('usage', '--compare takes two runs: their folders, or their names as `runs` lists them.')
  }
  const comparison = await host.run('compareRuns', { first, second }, { signal })
  const recipes = await Promise.all([first, second].map(async (run) => (await readRecipe(run)).value))
  const [one, other] = recipes
  const differences = one && other ? recipeDifferences([one, other]) : []
  if (screen.json) screen.value({ ...comparison, differences })
  else screen.lines(describeComparison(comparison, [first, second], differences))
}

function describeComparison(
  { figures, sentences }: RunComparison,
  runs: readonly [string, string],
  differences: readonly RecipeDifference[],
): string[] {
  const measured = (figures ?? []).map(({ accuracy, macroF1, intervals }, i) => [
    i === 0 ? 'first' : 'second',
    ...[rate(accuracy), range(intervals.accuracy)],
    ...[macroF1 === null ? '–' : rate(macroF1), range(intervals.macroF1)],
    runs[i] ?? '',
  ])
  const heading = ['', 'accuracy', '95 %', 'macro F1', '95 %', 'run']
  const changed = differences.map(({ name, values }) => [name, ...values.map((value) => oneLine(value, 60))])
  return [
    ...(figures === null ? [] : [...table('<><><<', [heading, ...measured]), '']),
    ...sentences,
    '',
    ...(changed.length === 0
      ? ['The recipes are the same.']
      : table('<<<', [['recipe', 'first', 'second'], ...changed])),
  ]
}

/** `abstain RUN 0.8`: keeps with the run's model below which confidence it does not answer; `off` for always. */
export async function abstain({ host, screen, places }: Session, name: string, given: string): Promise<void> {
  const run = await modelPath(name, places)
  const below = given === 'off' ? null : readConfidence(given, 'The confidence')
  await keepAbstention(host, run, below)
  if (screen.json) {
    screen.value({ run, abstainBelow: below })
    return
  }
  const { value: report } = await readReport(run)
  const left = below === null || !report?.calibration ? '' : ` ${coverageSentence(report.calibration, below)}`
  const kept = below === null ? 'always answers.' : `is unsure below a confidence of ${below}.`
  screen.line(`${oneLine(name)} ${kept}${left}`)
}

/** `runs`: every run in the runs folder, the newest first. */
export async function runs({ screen, places }: Session): Promise<void> {
  const summaries = await listRuns(places.runs)
  if (screen.json) screen.value(summaries.map(runValue))
  else if (summaries.length === 0) screen.line(`No runs yet in ${places.runs}`)
  else {
    const heading = ['started', 'dataset', 'model', 'K', 'rate', 'figure', 'before -> after', 'status', 'run']
    screen.lines([...table('<<<>><<<<', [heading, ...summaries.map(runRow)]), '', `in ${places.runs}`])
    const open = summaries.find(({ stepToGoOn }) => stepToGoOn !== null)
    if (open) screen.line(`Go on with: npm run lastlayer -- finetune --resume ${shellWord(open.name)}`)
  }
}

function runRow(run: RunSummary): string[] {
  const { startedAt, recipe, outcome, name } = run
  return [
    moment(startedAt),
    ...(recipe === null ? ['–', '–', '–', '–'] : recipeCells(recipe)),
    ...(outcome === null ? ['–', '–'] : resultCells(outcome)),
    statusText(run),
    oneLine(name),
  ]
}

function statusText({ status, stepToGoOn, damaged }: RunSummary): string {
  if (status === 'later') return 'from a later version of Lastlayer'
  const goesOn = stepToGoOn === null ? [] : [`goes on at step ${stepToGoOn}`]
  const lost = damaged.length === 0 ? [] : [`damaged: ${damaged.join(', ')}`]
  return [...(status === 'damaged' ? [] : [status]), ...goesOn, ...lost].join(', ')
}

/** Macro F1 where the labels are uneven, else accuracy. */
function resultCells({ lead: key, before, after }: RunOutcome): string[] {
  const lead = leadOf(key)
  const text = (values: RunOutcome['before']) => figureText(valueOf(values, lead), lead)
  return [lead.title, `${text(before)} -> ${text(after)}`]
}

function recipeCells({ dataset, model, unfreeze, learningRate }: Recipe): string[] {
  return [oneLine(basename(dataset), 24), oneLine(basename(model), 28), String(unfreeze), String(learningRate)]
}

function runValue({ folder, startedAt, status, recipe, outcome, stepToGoOn, damaged }: RunSummary) {
  const figures = (key: 'before' | 'after') => outcome && valuesOf(outcome[key], listedRates)
  return {
    run: folder,
    started: new Date(startedAt).toISOString(),
    status,
    stepToGoOn,
    damaged,
    dataset: recipe?.dataset ?? null,
    model: recipe?.model ?? null,
    unfreeze: recipe?.unfreeze ?? null,
    learningRate: recipe?.learningRate ?? null,
    lead: outcome && outcome.lead,
    before: figures('before'),
    after: figures('after'),
  }
}
