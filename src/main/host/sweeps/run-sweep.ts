import { join } from 'node:path'
import { LastlayerError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunEvent, RunReport } from '../../../shared/run-events.ts'
import type { Sweep, SweptResult, SweptRun } from '../../../shared/sweeps.ts'
import { withLock } from '../../disk/lock.ts'
import { recipeOfRun } from './plan.ts'
import { resultOf } from './result.ts'
import { writeSweep } from './sweep-file.ts'

/** One run of a sweep that is going to begin. */
export interface NextRun {
  readonly recipe: Recipe
  readonly run: SweptRun
  /** Its place in the sweep, from 0. */
  readonly place: number
  /** Depths whose features later runs want. */
  readonly prepare: number[]
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
}

export interface SweepOptions {
  readonly folder: string
  readonly signal: AbortSignal
  /** Fine-tunes in the trainer. */
  readonly train: (next: NextRun) => Promise<RunReport>
  /** Called once the sweep is held, and after each run, with everything that is finished. */
  readonly onChange: (sweep: Sweep) => void
}

/**
 * Makes the runs of a sweep that have no result, one after another, and keeps each result in its folder as soon as it is
 * there.
 * @throws LastlayerError `usage` if somebody else goes on with it; `dataset` if the dataset is not what it was for the
 *   runs that are finished; what a run throws
 */
export async function runSweep(planned: Sweep, options: SweepOptions): Promise<Sweep> {
  const held = (holder: string): LastlayerError =>
    new LastlayerError('usage', `This sweep is gone on with already (${holder}): wait for its end.`)
  return withLock(join(options.folder, 'lock'), held, () => runAll(planned, options))
}

async function runAll(planned: Sweep, { folder, signal, train, onChange }: SweepOptions): Promise<Sweep> {
  let sweep = planned
  await writeSweep(folder, sweep)
  onChange(sweep)
  const open = sweep.runs.filter(({ result }) => result === null)
  for (const [i, run] of open.entries()) {
    const place = sweep.runs.indexOf(run)
    const prepare = [...new Set(open.slice(i + 1).map(({ settings }) => settings.unfreeze))]
    const result = await runOne(sweep, signal, ({ onEvent, signal }) =>
      train({ recipe: recipeOfRun(sweep, run), run, place, prepare, onEvent, signal }),
    )
    sweep = { ...sweep, runs: sweep.runs.map((one) => (one === run ? { ...run, result } : one)) }
    await writeSweep(folder, sweep)
    onChange(sweep)
  }
  return sweep
}

async function runOne(
  sweep: Sweep,
  signal: AbortSignal,
  train: (options: Pick<NextRun, 'signal' | 'onEvent'>) => Promise<RunReport>,
): Promise<SweptResult> {
  const former = sweep.runs.find(({ result }) => result !== null)?.result?.fingerprint ?? null
  const changed = new AbortController()
  let fingerprint = ''
  const onEvent = (event: RunEvent): void => {
    if (event.kind !== 'dataset') return
    ;({ fingerprint } = event.summary)
    if (former !== null && former !== fingerprint) changed.abort()
  }
  try {
    return resultOf(await train({ onEvent, signal: AbortSignal.any([signal, changed.signal]) }), fingerprint)
  } catch (cause) {
    if (!changed.signal.aborted) throw cause
    const reason = `${sweep.recipe.dataset} is not what it was when the sweep began, so that its runs cannot be compared.`
    throw new LastlayerError('dataset', `${reason} Begin a new sweep.`, { cause })
  }
}
