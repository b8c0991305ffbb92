import { calibrationSentence } from '../../../shared/calibration.ts'
import { judge } from '../../../shared/judgement.ts'
import { labelAdvice, weighed } from '../../../shared/label-advice.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { RunReport } from '../../../shared/run-events.ts'
import { yardstickTitles, type Yardstick } from '../../../shared/yardsticks.ts'
import { count, oneLine, range, rate, table } from './format.ts'

/** The lines that say what a finished run is worth; none of an older report. */
export function describeWorth(report: RunReport, recipe: Recipe | null): string[] {
  const { yardsticks, calibration } = report
  if (yardsticks.length === 0) return []
  return [
    '',
    ...table('<><><>', [['', 'accuracy', '95 %', 'macro F1', '95 %', 'learned from'], ...yardsticks.map(rowOf)]),
    '',
    ...judge(report, quote),
    ...(recipe === null ? [] : describeAdvice(report, recipe)),
    ...(calibration === null ? [] : [calibrationSentence(calibration)]),
  ]
}

function quote(label: string): string {
  return `"${oneLine(label, 40)}"`
}

function describeAdvice(report: RunReport, recipe: Recipe): string[] {
  const advice = labelAdvice(report, recipe, quote)
  return advice === null ? [] : [`${advice} --class-weights ${weighed.classWeights} does so.`]
}

function rowOf({ name, metrics, accuracy, macroF1, trainedOn }: Yardstick): string[] {
  const ofF1 = macroF1 === null ? ['–', ''] : [rate(metrics.macroF1 ?? 0), range(macroF1)]
  return [yardstickTitles[name].title, rate(metrics.accuracy), range(accuracy), ...ofF1, textsOf(trainedOn)]
}

function textsOf(trainedOn: number): string {
  return trainedOn === 0 ? '–' : `${count(trainedOn)} texts`
}
