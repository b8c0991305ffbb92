import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunEvent } from '../../../shared/run-events.ts'
import type { Sweep, SweptResult, SweptRun } from '../../../shared/sweeps.ts'
import { withLock } from '../../disk/lock.ts'
import { sweepsFolder } from '../../host/paths.ts'
import { runRecipe } from '../commands/finetune.ts'
import { whole } from '../runs/whole.ts'
import { shellWord } from '../screen/format.ts'
import type { Session } from '../session.ts'
import { describeRun, describeSettings, describeSweep, sweepValue } from './describe.ts'
import { parseDepths, parseList } from './lists.ts'
import { outputFolder } from './output-folder.ts'
import { planSweep, recipeOfRun } from './plan.ts'
import { readSweep, writeSweep } from './sweep-file.ts'
import { resultOf } from './result.ts'

/** The lists that a person gives. What is not there has the recipe's own value, or a few rates. */
export interface SweepLists {
  readonly lr?: string | undefined
  readonly unfreeze?: string | undefined
  readonly epochs?: string | undefined
  readonly seeds?: string | undefined
}

const usualRates = '1e-4,3e-4,1e-3'

/** `sweep DATASET --lr … --unfreeze … --epochs … --seeds 3`: a run for every combination, all on one set of features. */
export async function sweep(session: Session, recipe: Recipe, lists: SweepLists, out: string | null): Promise<void> {
  const learningRate = parseList('learningRate', '--lr', lists.lr ?? usualRates)
  const epochs = lists.epochs === undefined ? [recipe.epochs] : parseList('epochs', '--epochs', lists.epochs)
  const seeds = whole('--seeds', lists.seeds ?? '3', 1, 200)
  const unfreeze = await parseDepths(session, lists.unfreeze ?? '1', recipe.model)
  const planned = planSweep(recipe, { unfreeze, learningRate, epochs, seeds }, Date.now())
  if (planned.recipe.keep !== recipe.keep) {
    session.screen.note('A sweep is judged by a validation part, so each run keeps its best epoch (--keep best).')
  }
  const folder = await outputFolder(out, sweepsFolder(session.places))
  await go(session, planned, folder)
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

async function go(session: Session, sweep: Sweep, folder: string): Promise<void> {
  const { screen } = session
  const held = (holder: number): LastlayerError =>
    new LastlayerError('usage', `Process ${holder} goes on with this sweep already: wait for its end.`)
  const done = await withLock(join(folder, 'lock'), held, () => runAll(session, sweep, folder))
  if (screen.json) screen.value(sweepValue(done, folder))
  else screen.lines(describeSweep(done, folder))
}

/** Makes the runs that have no result, and keeps each result as soon as it is there. */
async function runAll(session: Session, planned: Sweep, folder: string): Promise<Sweep> {
  const { screen } = session
  let sweep = planned
  await writeSweep(folder, sweep)
  const open = sweep.runs.filter(({ result }) => result === null)
  try {
    for (const [i, run] of open.entries()) {
      const place = sweep.runs.indexOf(run)
      if (i === 0) screen.line(`Run ${place + 1} of ${sweep.runs.length}: ${describeSettings(run.settings)}`)
      const depths = open.slice(i + 1).map(({ settings }) => settings.unfreeze)
      const result = await runOne(session, sweep, run, [...new Set(depths)])
      if (i === 0) screen.line()
      screen.line(`${place + 1} of ${sweep.runs.length}  ${describeRun(run, result)}`)
      sweep = { ...sweep, runs: sweep.runs.map((one) => (one === run ? { ...run, result } : one)) }
      await writeSweep(folder, sweep)
    }
    return sweep
  } catch (error) {
    const done = sweep.runs.filter(({ result }) => result !== null).length
    screen.note(
      `Finished: ${done} of ${sweep.runs.length} runs. Go on with: npm run lastlayer -- sweep --continue ${shellWord(folder)}`,
    )
    throw error
  }
}

/** @throws LastlayerError `dataset` if the dataset is not what it was for the runs that are finished */
async function runOne(session: Session, sweep: Sweep, run: SweptRun, prepare: number[]): Promise<SweptResult> {
  const former = sweep.runs.find(({ result }) => result !== null)?.result?.fingerprint ?? null
  const changed = new AbortController()
  let fingerprint = ''
  const isShown = (event: RunEvent): boolean => {
    if (event.kind === 'dataset') {
      ;({ fingerprint } = event.summary)
      if (former !== null && former !== fingerprint) changed.abort()
    }
    // What is the same for all runs is told once.
    const once = event.kind === 'dataset' || event.kind === 'started' || event.kind === 'notice'
    return event.kind === 'progress' || event.kind === 'step' || (once && former === null)
  }
  const signal = AbortSignal.any([session.signal, changed.signal])
  try {
    const report = await runRecipe({ ...session, signal }, recipeOfRun(sweep, run), null, prepare, isShown)
    return resultOf(report, fingerprint)
  } catch (cause) {
    if (!changed.signal.aborted) throw cause
    const reason = `${sweep.recipe.dataset} is not what it was when the sweep began, so that its runs cannot be compared.`
    throw new LastlayerError('dataset', `${reason} Begin a new sweep.`, { cause })
  }
}
