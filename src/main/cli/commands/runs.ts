import { basename } from 'node:path'
import { allFigures, valueOf, valuesOf, type Metrics } from '../../../shared/figures.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { leadFigure } from '../../../shared/lead-figure.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunReport } from '../../../shared/run-events.ts'
import type { RunSummary } from '../../../shared/run-record.ts'
import { abstain as keepAbstention } from '../../host/runs/abstention.ts'
import { listRuns } from '../../host/runs/run-list.ts'
import { figureText, moment, oneLine, shellWord, table } from '../screen/format.ts'
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
  if (screen.json) screen.value(comparison)
  else screen.lines(comparison.sentences)
}

/** `abstain RUN 0.8`: keeps with the run's model below which confidence it does not answer; `off` for always. */
export async function abstain({ host, screen, places }: Session, name: string, given: string): Promise<void> {
  const run = await modelPath(name, places)
  const below = given === 'off' ? null : readConfidence(given, 'The confidence')
  await keepAbstention(host, run, below)
  if (screen.json) screen.value({ run, abstainBelow: below })
  else
    screen.line(`${oneLine(name)} ${below === null ? 'always answers.' : `is unsure below a confidence of ${below}.`}`)
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
  const { startedAt, recipe, report, name } = run
  return [
    moment(startedAt),
    ...(recipe === null ? ['–', '–', '–', '–'] : recipeCells(recipe)),
    ...(report === null ? ['–', '–'] : resultCells(report)),
    statusText(run),
    oneLine(name),
  ]
}

function statusText({ status, stepToGoOn }: RunSummary): string {
  if (status === 'later') return 'from a later version of Lastlayer'
  return stepToGoOn === null ? status : `${status}, goes on at step ${stepToGoOn}`
}

/** Macro F1 where the labels are uneven, else accuracy. */
function resultCells({ before, after }: RunReport): string[] {
  const lead = leadFigure(after)
  const text = (metrics: Metrics) => figureText(valueOf(metrics, lead), lead)
  return [lead.title, `${text(before)} -> ${text(after)}`]
}

function recipeCells({ dataset, model, unfreeze, learningRate }: Recipe): string[] {
  return [oneLine(basename(dataset), 24), oneLine(basename(model), 28), String(unfreeze), String(learningRate)]
}

function runValue({ folder, startedAt, status, recipe, report, stepToGoOn }: RunSummary) {
  const figures = (key: 'before' | 'after') => report && valuesOf(report[key], listedRates)
  return {
    run: folder,
    started: new Date(startedAt).toISOString(),
    status,
    stepToGoOn,
    dataset: recipe?.dataset ?? null,
    model: recipe?.model ?? null,
    unfreeze: recipe?.unfreeze ?? null,
    learningRate: recipe?.learningRate ?? null,
    lead: report && leadFigure(report.after).key,
    before: figures('before'),
    after: figures('after'),
  }
}
