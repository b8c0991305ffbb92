import { basename } from 'node:path'
import { mainRates, valueOf, valuesOf, type NamedFigure } from '../../../shared/figures.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunSummary } from '../../../shared/run-record.ts'
import { listRuns } from '../../host/runs/run-list.ts'
import { figureText, moment, oneLine, table } from '../screen/format.ts'
import type { Session } from '../session.ts'

/** `runs`: every run in the runs folder, the newest first. */
export async function runs({ screen, places }: Session): Promise<void> {
  const summaries = await listRuns(places.runs)
  if (screen.json) screen.value(summaries.map(runValue))
  else if (summaries.length === 0) screen.line(`No runs yet in ${places.runs}`)
  else {
    const rates = mainRates.map(({ title }) => title)
    const heading = ['started', 'dataset', 'model', 'K', 'rate', ...rates, 'status', 'run']
    screen.lines([
      ...table(`<<<>>${'<'.repeat(rates.length)}<<`, [heading, ...summaries.map(runRow)]),
      '',
      `in ${places.runs}`,
    ])
  }
}

function runRow({ startedAt, recipe, report, status, name }: RunSummary): string[] {
  const change = (one: NamedFigure): string =>
    report && valueOf(report.after, one) !== null
      ? `${figureText(valueOf(report.before, one), one)} -> ${figureText(valueOf(report.after, one), one)}`
      : '–'
  return [
    moment(startedAt),
    ...(recipe === null ? ['–', '–', '–', '–'] : recipeCells(recipe)),
    ...mainRates.map(change),
    status === 'later' ? 'from a later version of Lastlayer' : status,
    oneLine(name),
  ]
}

function recipeCells({ dataset, model, unfreeze, learningRate }: Recipe): string[] {
  return [oneLine(basename(dataset), 24), oneLine(basename(model), 28), String(unfreeze), String(learningRate)]
}

function runValue({ folder, startedAt, status, recipe, report }: RunSummary) {
  const figures = (key: 'before' | 'after') => report && valuesOf(report[key], mainRates)
  return {
    run: folder,
    started: new Date(startedAt).toISOString(),
    status,
    dataset: recipe?.dataset ?? null,
    model: recipe?.model ?? null,
    unfreeze: recipe?.unfreeze ?? null,
    learningRate: recipe?.learningRate ?? null,
    before: figures('before'),
    after: figures('after'),
  }
}
