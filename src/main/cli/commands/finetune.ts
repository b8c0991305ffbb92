import type { Recipe } from '../../../shared/recipe.ts'
import { allFigures, mainFigures, valuesOf } from '../../../shared/figures.ts'
import { LastlayerError, toErrorMessage } from '../../../shared/errors.ts'
import { judge } from '../../../shared/judgement.ts'
import { leadFigure } from '../../../shared/lead-figure.ts'
import type { Evaluation, RunEvent, RunReport } from '../../../shared/run-events.ts'
import type { Yardstick } from '../../../shared/yardsticks.ts'
import { stepToGoOn } from '../../disk/resumption.ts'
import { readRecipe } from '../../run-files/kept-file.ts'
import { fineTune } from '../../host/trainer/fine-tune.ts'
import type { RunOptions } from '../../host/trainer/start.ts'
import { shellWord } from '../screen/format.ts'
import { listenToKeys } from '../screen/keys.ts'
import { describeReport, RunView } from '../screen/run-view.ts'
import { modelPath, type Session } from '../session.ts'

/** `finetune DATASET`: runs a recipe and shows what happens. */
export async function finetune(session: Session, recipe: Recipe, out: string | null): Promise<void> {
  const { host, places } = session
  await show(session, (options) => fineTune(host, { command: 'finetune', params: { recipe, places, out } }, options))
}

/** `finetune --resume RUN`: goes on with a run that was broken off. */
export async function resume(session: Session, name: string): Promise<void> {
  const { host, places } = session
  const run = await modelPath(name, places)
  await show(session, (options) => fineTune(host, { command: 'resume', params: { run, places } }, options))
}

/** Lets the person pause, stop and cancel a run by key, and says how to go on with one that was broken off. */
async function show(session: Session, start: (options: RunOptions) => Promise<RunReport>): Promise<void> {
  const { screen, signal, pause } = session
  const view = new RunView(screen)
  const [cancel, finish] = [new AbortController(), new AbortController()]
  let folder: string | null = null
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'started') folder = event.run
    view.show(event)
  }
  const keys = {
    p: () => pause && (pause.isOn = !pause.isOn),
    s: () => {
      screen.note('Stopping after this step, to keep what was learned …')
      finish.abort()
    },
    q: () => {
      screen.note('Cancelling: nothing is saved …')
      cancel.abort()
    },
  }
  if (process.stdin.isTTY) screen.note('Keys: p pauses and goes on, s stops and keeps the best, q cancels.')
  const stopListening = listenToKeys(keys)
  try {
    const signals = { signal: AbortSignal.any([signal, cancel.signal]), finish: finish.signal }
    const report = await start({ ...signals, ...(pause && { pause }), onEvent })
    screen.clear()
    if (screen.json) screen.value(reportValue(report))
    else screen.lines(describeReport(report, (await readRecipe(report.run)).value))
  } catch (error) {
    if (folder === null || (await stepToGoOn(folder)) === null) throw error
    const { code, message } = toErrorMessage(error)
    const advice = `Go on with: npm run lastlayer -- finetune --resume ${shellWord(folder)}`
    throw new LastlayerError(code, `${message} ${advice}`, { cause: error })
  } finally {
    stopListening()
  }
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
  const { host, screen, places, signal, pause } = session
  const view = new RunView(screen)
  const report = await fineTune(
    host,
    { command: 'finetune', params: { recipe, places, out, prepare } },
    { signal: withoutReason(signal), ...(pause && { pause }), onEvent: (event) => isShown(event) && view.show(event) },
  )
  screen.clear()
  return report
}

/** A run among others that was stopped is begun anew: nothing is kept to go on with. */
function withoutReason(signal: AbortSignal): AbortSignal {
  const controller = new AbortController()
  if (signal.aborted) controller.abort()
  else signal.addEventListener('abort', () => controller.abort(), { once: true })
  return controller.signal
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
