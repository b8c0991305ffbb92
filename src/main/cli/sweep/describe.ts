import { figures } from '../../../shared/figures.ts'
import {
  bestRun,
  combinationsOf,
  scoreOfSweep,
  sweepSentences,
  type Combination,
  type Spread,
} from '../../../shared/sweep-summary.ts'
import type { Sweep, SweptRun, SweptSettings } from '../../../shared/sweeps.ts'
import type { RunReport } from '../../../shared/run-events.ts'
import { resultOf } from '../../host/sweeps/result.ts'
import { count, duration, figureText, table } from '../screen/format.ts'
import { nextSteps } from '../screen/next-steps.ts'

type Format = Parameters<typeof figureText>[1]

/** A table of the combinations: means, with the standard deviation over the seeds where there are several. */
export function describeSweep(sweep: Sweep, folder: string): string[] {
  const combinations = combinationsOf(sweep)
  const score = scoreOfSweep(sweep.recipe)
  const titles = ['K', 'rate', 'epochs', `valid. ${score.title}`, 'valid. accuracy', 'test accuracy', 'test macro F1']
  const rows = combinations.map((one) => [
    one.settings.unfreeze === 0 ? '0 (head)' : String(one.settings.unfreeze),
    ...[one.settings.learningRate, one.settings.epochs].map(String),
    spreadText(one.validation[score.key], score),
    spreadText(one.validation.accuracy, figures.accuracy),
    spreadText(one.test.accuracy, figures.accuracy),
    spreadText(one.test.macroF1, figures.macroF1),
    one.trainableParameters === null ? '–' : count(one.trainableParameters),
    one.seconds === null ? '–' : duration(one.seconds.mean),
    one.isBest ? '* best' : '',
  ])
  const best = combinations.find(({ isBest }) => isBest)
  const run = best === undefined ? null : bestRun(best, sweep.recipe)
  const done = sweep.runs.filter(({ result }) => result !== null).length
  return [
    '',
    ...table('<<>>>>>>><', [[...titles, 'trainable', 'training', ''], ...rows]),
    '',
    ...sweepSentences(sweep),
    `Sweep     ${folder} (${done} of ${sweep.runs.length} runs)`,
    ...(best === undefined || run === null
      ? []
      : [
          `Best run  ${run}, an ordinary one with its own model`,
          `Settings  ${flagsOf(best.settings)}: the same ones for another run`,
          '',
          ...nextSteps(run),
        ]),
  ]
}

/** The flags of `finetune` that give it these settings. */
function flagsOf({ learningRate, unfreeze, epochs }: SweptSettings): string {
  return `--lr ${learningRate} --unfreeze ${unfreeze} --epochs ${epochs}`
}

/** What `--json` prints. */
export function sweepValue(sweep: Sweep, folder: string) {
  return {
    sweep: folder,
    judgedBy: scoreOfSweep(sweep.recipe).key,
    combinations: combinationsOf(sweep).map(({ settings, results, runs, ...summary }: Combination) => ({
      ...settings,
      ...summary,
      runs: runs.map(({ seed, result }) => ({ seed, run: result?.run ?? null })),
      finished: results.length,
    })),
  }
}

/** The line above a run. */
export function describeSettings({ unfreeze, learningRate, epochs }: SweptSettings): string {
  return `K = ${unfreeze}, rate ${learningRate}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`
}

/** The line that a finished run leaves. */
export function describeRun({ settings, seed }: SweptRun, report: RunReport): string {
  const { validation, test, seconds } = resultOf(report, '')
  const found = [
    `calibrated loss ${figureText(validation.loss, figures.loss)}`,
    `accuracy ${figureText(validation.accuracy, figures.accuracy)}`,
  ]
  const tested = `accuracy ${figureText(test.accuracy, figures.accuracy)}`
  return `${describeSettings(settings)}, seed ${seed}: valid. ${found.join(', ')}; test ${tested}; ${duration(seconds)}`
}

function spreadText(spread: Spread | null, format: Format): string {
  if (spread === null) return '–'
  const mean = figureText(spread.mean, format)
  return spread.deviation === null ? mean : `${mean} ± ${figureText(spread.deviation, format)}`
}
