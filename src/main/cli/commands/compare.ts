import { dirname, join } from 'node:path'
import type { ComparedDepth } from '../../../shared/contract.ts'
import { valueOf } from '../../../shared/figures.ts'
import { mainRatesOf } from '../../../shared/lead-figure.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunEvent, RunReport } from '../../../shared/run-events.ts'
import { writeFileAtomic } from '../../disk/atomic-files.ts'
import { giveAway } from '../../disk/private-files.ts'
import { reportValue, runRecipe } from './finetune.ts'
import { count, duration, figureText, loss, rate, table } from '../screen/format.ts'
import type { Session } from '../session.ts'
import { parseDepths } from '../sweep/lists.ts'
import { outputFolder } from '../../host/sweeps/output-folder.ts'
import { at } from '../../../shared/at.ts'

/**
 * `compare DATASET --unfreeze 0,1,2,all`: a run for each depth, on features that one pass of the trunk computes for all of
 * them; then the runs side by side, as a table and as a chart.
 */
export async function compare(session: Session, recipe: Recipe, list: string, out: string | null): Promise<void> {
  const { host, screen, places } = session
  const depths = await parseDepths(session, list, recipe.model)
  const folder = await outputFolder(out, join(dirname(places.runs), 'comparisons'))

  const reports: { unfreeze: number; report: RunReport }[] = []
  for (const [i, unfreeze] of depths.entries()) {
    screen.lines([...(i === 0 ? [] : ['']), `K = ${unfreeze}`])
    // All read one dataset: it is told once.
    const isShown = ({ kind }: RunEvent): boolean => i === 0 || kind !== 'dataset'
    const report = await runRecipe(session, { ...recipe, unfreeze }, null, depths.slice(i + 1), isShown)
    reports.push({ unfreeze, report })
  }

  const runs = reports.map(({ report }) => report.run)
  const rows = reports.map(({ unfreeze, report }) => compared(unfreeze, report))
  const value = reports.map(({ unfreeze, report }) => ({
    unfreeze,
    trainableParameters: report.trainableParameters,
    ...reportValue(report),
  }))
  await writeFileAtomic(join(folder, 'comparison.json'), `${JSON.stringify(value, null, 2)}\n`)
  await host.run('drawComparison', { depths: rows, destination: join(folder, 'comparison.png') })
  if (out !== null) await giveAway(folder)
  if (screen.json) screen.value(value)
  else screen.lines(describeComparison(rows, runs, at(reports, 0).report, folder))
}

function compared(unfreeze: number, { after, trainableParameters, seconds, features }: RunReport): ComparedDepth {
  const training = seconds - features.seconds
  return { unfreeze, after, trainableParameters, seconds: training }
}

function describeComparison(
  rows: readonly ComparedDepth[],
  runs: readonly string[],
  first: RunReport,
  folder: string,
): string[] {
  const rates = mainRatesOf(first.after)
  const cells = rows.map(({ unfreeze, after, trainableParameters, seconds }, i) => [
    unfreeze === 0 ? '0 (head)' : String(unfreeze),
    ...rates.map((one) => figureText(valueOf(after, one), one)),
    count(trainableParameters),
    duration(seconds),
    at(runs, i),
  ])
  const heading = ['K', ...rates.map(({ title }) => title), 'trainable', 'training', 'run']
  return [
    '',
    ...table(`<${'>'.repeat(heading.length - 2)}<`, [heading, ...cells]),
    '',
    ...(first.isRefit ? ['The figures are of the models that were trained again on all training texts.'] : []),
    `Before    accuracy ${rate(first.before.accuracy)}, loss ${loss(first.before.loss)}`,
    `Features  of all depths in one pass: ${duration(first.features.seconds)}`,
    `Chart     ${join(folder, 'comparison.png')}`,
  ]
}
