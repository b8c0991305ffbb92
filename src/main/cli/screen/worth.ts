import type { Calibration } from '../../../shared/calibration.ts'
import { judge } from '../../../shared/judgement.ts'
import type { RunReport } from '../../../shared/run-events.ts'
import { yardstickTitles, type Interval, type Yardstick } from '../../../shared/yardsticks.ts'
import { oneLine, rate, table } from './format.ts'

/** The lines that say what a finished run is worth; none of an older report. */
export function describeWorth(report: RunReport): string[] {
  const { yardsticks, calibration } = report
  if (yardsticks.length === 0) return []
  return [
    '',
    ...table('<><><', [['', 'accuracy', '95 %', 'macro F1', '95 %'], ...yardsticks.map(rowOf)]),
    '',
    ...judge(report, (label) => `"${oneLine(label, 40)}"`),
    ...(calibration === null ? [] : [describeCalibration(calibration)]),
  ]
}

function rowOf({ name, metrics, accuracy, macroF1 }: Yardstick): string[] {
  const ofF1 = macroF1 === null ? ['–', ''] : [rate(metrics.macroF1 ?? 0), range(macroF1)]
  return [yardstickTitles[name].title, rate(metrics.accuracy), range(accuracy), ...ofF1]
}

function range([low, high]: Interval): string {
  return `${rate(low)} to ${rate(high)}`
}

function describeCalibration({ temperature, before, after }: Calibration): string {
  const found = `Expected calibration error: ${rate(before.error)}`
  if (temperature === 1) return `${found}.`
  return `${found}, and ${rate(after.error)} at the temperature ${temperature.toFixed(2)}, which the saved model has.`
}
