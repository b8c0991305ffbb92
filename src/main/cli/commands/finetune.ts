import type { Recipe } from '../../../shared/recipe.ts'
import { allFigures, mainFigures, valuesOf } from '../../../shared/figures.ts'
import { LastlayerError } from '../../../shared/errors.ts'
import { judge } from '../../../shared/judgement.ts'
import { leadFigure } from '../../../shared/lead-figure.ts'
import type { Evaluation, RunEvent, RunReport } from '../../../shared/run-events.ts'
import type { Yardstick } from '../../../shared/yardsticks.ts'
import { describeReport, RunView } from '../screen/run-view.ts'
import type { Session } from '../session.ts'

/** `finetune DATASET`: runs a recipe and shows what happens. */
export async function finetune(session: Session, recipe: Recipe, out: string | null): Promise<void> {
  const report = await runRecipe(session, recipe, out)
  if (session.screen.json) session.screen.value(reportValue(report))
  else session.screen.lines(describeReport(report))
}

/**
 * Fine-tunes in the trainer, with the run's events on the screen. `prepare`: depths whose features are wanted later.
 * `isShown`: which of the events the person sees.
 */
export async function runRecipe(
  session: Session,
  recipe: Recipe,
  out: string | null,
  prepare: Recipe['unfreeze'][] = [],
  isShown: (event: RunEvent) => boolean = () => true,
): Promise<RunReport> {
  const { host, screen, places, signal } = session
  const view = new RunView(screen)
  let isTraining = false
  const onEvent = (event: RunEvent): void => {
    isTraining ||= event.kind === 'step'
    if (isShown(event)) view.show(event)
  }
  try {
    return await host.run('finetune', { recipe, places, out, prepare }, { signal, onEvent })
  } catch (error) {
    if (isTraining || !isCancelled(error)) throw error
    throw new LastlayerError('cancelled', 'Stopped before anything was trained: there is nothing to keep.', {
      cause: error,
    })
  } finally {
    screen.clear()
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof LastlayerError && error.code === 'cancelled'
}

/** The object that `finetune --json` prints. */
export function reportValue(report: RunReport) {
  const { run, device, before, epochs, after, search, features, seconds, peakMemoryMB } = report
  const epochFigures = ({ epoch, trainLoss, test }: Evaluation) => ({
    epoch,
    trainLoss,
    ...valuesOf(test, mainFigures),
  })
  return {
    run,
    backend: device.backend,
    before: valuesOf(before, mainFigures),
    epochs: epochs.map(epochFigures),
    after: valuesOf(after, mainFigures),
    search,
    lead: leadFigure(after).key,
    yardsticks: report.yardsticks.map(yardstickValue),
    sentences: judge(report, (label) => JSON.stringify(label)),
    calibration: report.calibration,
    features,
    seconds,
    peakMemoryMB,
  }
}

/** Without the figures of each label, which report.json has. */
function yardstickValue({ metrics, accuracy, macroF1, ...facts }: Yardstick) {
  return { ...facts, ...valuesOf(metrics, allFigures), intervals: { accuracy, macroF1 } }
}
