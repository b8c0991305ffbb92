import { dirname, join } from 'node:path'
import type { ComparedDepth } from '../../../shared/contract.ts'
import { mainRates, valueOf } from '../../../shared/figures.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunReport } from '../../../shared/run-events.ts'
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
    const report = await runRecipe(session, { ...recipe, unfreeze }, null, depths.slice(i + 1))
    reports.push({ unfreeze, report })
  }

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
  else screen.lines(describeComparison(rows, at(reports, 0).report, folder))
}

function compared(unfreeze: number, { after, trainableParameters, seconds, features }: RunReport): ComparedDepth {
  const training = seconds - features.seconds
  return { unfreeze, after, trainableParameters, seconds: training }
}

function describeComparison(rows: readonly ComparedDepth[], first: RunReport, folder: string): string[] {
  const cells = rows.map(({ unfreeze, after, trainableParameters, seconds }) => [
    unfreeze === 0 ? '0 (head)' : String(unfreeze),
    ...mainRates.map((one) => figureText(valueOf(after, one), one)),
    count(trainableParameters),
    duration(seconds),
  ])
  const heading = ['K', ...mainRates.map(({ title }) => title), 'trainable', 'training']
  return [
    '',
    ...table(`<${'>'.repeat(heading.length - 1)}`, [heading, ...cells]),
    '',
    `Before    accuracy ${rate(first.before.accuracy)}, loss ${loss(first.before.loss)}`,
    `Features  of all depths in one pass: ${duration(first.features.seconds)}`,
    `Chart     ${join(folder, 'comparison.png')}`,
  ]
}
