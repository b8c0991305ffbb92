import { basename } from 'node:path'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunSummary } from '../../../shared/run-record.ts'
import { listRuns } from '../../host/runs/run-list.ts'
import { moment, oneLine, rate, table } from '../screen/format.ts'
import type { Session } from '../session.ts'

/** `runs`: every run in the runs folder, the newest first. */
export async function runs({ screen, places }: Session): Promise<void> {
  const summaries = await listRuns(places.runs)
  if (screen.json) screen.value(summaries.map(runValue))
  else if (summaries.length === 0) screen.line(`No runs yet in ${places.runs}`)
  else {
    const heading = ['started', 'dataset', 'model', 'K', 'rate', 'accuracy', 'F1', 'status', 'run']
    screen.lines([...table('<<<>><<<<', [heading, ...summaries.map(runRow)]), '', `in ${places.runs}`])
  }
}

function runRow({ startedAt, recipe, report, status, name }: RunSummary): string[] {
  const change = (key: 'accuracy' | 'f1'): string =>
    report ? `${rate(report.before[key])} -> ${rate(report.after[key])}` : '–'
  return [
    moment(startedAt),
    ...(recipe === null ? ['–', '–', '–', '–'] : recipeCells(recipe)),
    change('accuracy'),
    change('f1'),
    status === 'later' ? 'from a later version of Lastlayer' : status,
    oneLine(name),
  ]
}

function recipeCells({ dataset, model, unfreeze, learningRate }: Recipe): string[] {
  return [oneLine(basename(dataset), 24), oneLine(basename(model), 28), String(unfreeze), String(learningRate)]
}

function runValue({ folder, startedAt, status, recipe, report }: RunSummary) {
  const figures = (key: 'before' | 'after') => report && { accuracy: report[key].accuracy, f1: report[key].f1 }
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
