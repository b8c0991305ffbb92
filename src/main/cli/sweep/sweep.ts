import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunEvent, RunReport } from '../../../shared/run-events.ts'
import { usualAxes, type Sweep, type SweepAxes } from '../../../shared/sweeps.ts'
import { sweepsFolder } from '../../host/paths.ts'
import { outputFolder } from '../../host/sweeps/output-folder.ts'
import { planSweep } from '../../host/sweeps/plan.ts'
import { runSweep, type NextRun } from '../../host/sweeps/run-sweep.ts'
import { readSweep } from '../../host/sweeps/sweep-file.ts'
import { runRecipe } from '../commands/finetune.ts'
import { whole } from '../runs/whole.ts'
import { shellWord } from '../screen/format.ts'
import type { Session } from '../session.ts'
import { describeRun, describeSettings, describeSweep, sweepValue } from './describe.ts'
import { parseList } from './lists.ts'

/** The lists that a person gives. What is not there has the recipe's own value, or a few rates. */
export interface SweepLists {
  readonly lr?: string | undefined
  readonly unfreeze?: string | undefined
  readonly epochs?: string | undefined
  readonly seeds?: string | undefined
}

/** `sweep DATASET --lr … --unfreeze … --epochs … --seeds 3`: a run for every combination, all on one set of features. */
export async function sweep(session: Session, recipe: Recipe, lists: SweepLists, out: string | null): Promise<void> {
  const { host, screen, signal, places } = session
  const usual = usualAxes(recipe)
  const axes: SweepAxes = {
    learningRate: lists.lr === undefined ? usual.learningRate : parseList('learningRate', '--lr', lists.lr),
    unfreeze: lists.unfreeze === undefined ? usual.unfreeze : parseList('unfreeze', '--unfreeze', lists.unfreeze),
    epochs: lists.epochs === undefined ? usual.epochs : parseList('epochs', '--epochs', lists.epochs),
    seeds: lists.seeds === undefined ? usual.seeds : whole('--seeds', lists.seeds, 1, 200),
  }
  const { blocks } = await host.run('describe', { path: recipe.model }, { signal })
  const planned = planSweep(recipe, axes, blocks, Date.now())
  if (planned.recipe.keep !== recipe.keep) {
    screen.note('A sweep is judged by a validation part, so each run keeps its best epoch (--keep best).')
  }
  await go(session, planned, await outputFolder(out, sweepsFolder(places)))
}

/** `sweep --continue FOLDER`: the runs that are not finished, or whose folders are gone. */
export async function continueSweep(session: Session, name: string): Promise<void> {
  const paths = [resolve(name), join(sweepsFolder(session.places), name)]
  const folder = paths.find((path) => existsSync(path)) ?? resolve(name)
  await go(session, await readSweep(folder), folder)
}

/** @throws LastlayerError `usage` if one of those flags that a sweep remembers was given with `--continue` */
export function requireAlone(given: readonly unknown[]): void {
  if (given.every((one) => one === undefined)) return
  throw new LastlayerError('usage', '--continue goes on with a sweep as it was planned: give its folder alone.')
}

async function go(session: Session, planned: Sweep, folder: string): Promise<void> {
  const { screen } = session
  let [sweep, isHeld]: [Sweep, boolean] = [planned, false]
  const onChange = (changed: Sweep): void => {
    ;[sweep, isHeld] = [changed, true]
  }
  const isNew = planned.runs.every(({ result }) => result === null)
  const first = planned.runs.findIndex(({ result }) => result === null)
  const train = (next: NextRun): Promise<RunReport> => trainShown(session, planned, next, next.place === first, isNew)
  try {
    await runSweep(planned, { folder, signal: session.signal, train, onChange })
  } catch (error) {
    if (isHeld) {
      const done = sweep.runs.filter(({ result }) => result !== null).length
      const command = `npm run lastlayer -- sweep --continue ${shellWord(folder)}`
      screen.note(`Finished: ${done} of ${sweep.runs.length} runs. Go on with: ${command}`)
    }
    throw error
  }
  if (screen.json) screen.value(sweepValue(sweep, folder))
  else screen.lines(describeSweep(sweep, folder))
}

/** A run with its progress on the screen, and a line that it leaves there. */
async function trainShown(
  session: Session,
  { runs }: Sweep,
  { recipe, run, place, prepare, signal, onEvent }: NextRun,
  isFirst: boolean,
  isNew: boolean,
): Promise<RunReport> {
  const { screen } = session
  // What is the same for all runs is told once.
  const isShown = (event: RunEvent): boolean => {
    onEvent(event)
    const once = event.kind === 'dataset' || event.kind === 'started' || event.kind === 'notice'
    return event.kind === 'progress' || event.kind === 'step' || (once && isFirst && isNew)
  }
  if (isFirst) screen.line(`Run ${place + 1} of ${runs.length}: ${describeSettings(run.settings)}`)
  const report = await runRecipe({ ...session, signal }, recipe, null, prepare, isShown)
  if (isFirst) screen.line()
  screen.line(`${place + 1} of ${runs.length}  ${describeRun(run, report)}`)
  return report
}
