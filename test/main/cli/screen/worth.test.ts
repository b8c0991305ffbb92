import { expect, test } from 'vitest'
import { describeReport } from '../../../../src/main/cli/screen/run-view.ts'
import { describeWorth } from '../../../../src/main/cli/screen/worth.ts'
import { parseRecipe } from '../../../../src/shared/recipe.ts'
import { calibrationOf, yardsticksOf } from '../../../renderer/fake-worth.ts'
import { metricsOf, runReport } from '../../../support/run-report.ts'

const report = {
  ...runReport(),
  yardsticks: yardsticksOf(metricsOf(0.5, 0.4), metricsOf(0.9, 0.8), (share) => metricsOf(share, share)),
  calibration: calibrationOf(0.9, 200),
}

test('A finished run is told beside what else could be had, with intervals and in words', () => {
  const lines = describeWorth(report, null)
  expect(lines).toContain('Words alone         0.830  0.780 to 0.870     0.830  0.780 to 0.870     800 texts')
  expect(lines).toContain('The gain of 7.0 points of accuracy over words alone is beyond chance (p = 0.015).')
  expect(lines.at(-1)).toBe(
    'Expected calibration error on the test texts: 7.1 %, and 1.2 % at the temperature 1.62, which the saved model has.',
  )
  expect(describeWorth(runReport(), null)).toEqual([])
})

test('Macro F1 comes first where the labels are uneven', () => {
  const after = metricsOf(0.9, 0.8)
  const uneven = after.perClass.map((one, i) => ({ ...one, support: i === 0 ? 190 : 10 }))
  const first = (lines: readonly string[]) => lines.find((line) => line !== '')
  expect(first(describeReport(report, null))).toMatch(/^Accuracy +0.500 before, 0.900 after/)
  expect(first(describeReport({ ...report, after: { ...after, perClass: uneven } }, null))).toMatch(
    /^Macro F1 +0.400 before/,
  )
})

test('Macro F1 of uneven labels is told once', () => {
  const after = metricsOf(0.9, 0.8)
  const perClass = ['neg', 'neutral', 'pos'].map((label, i) => ({ ...after.perClass[0], label, support: 10 + 90 * i }))
  const confusion = perClass.map(({ support }, i) => perClass.map((_, k) => (i === k ? support : 0)))
  const lines = describeReport({ ...report, after: { ...after, perClass, confusion } }, null)
  expect(lines.filter((line) => /F1/.test(line) && / before, /.test(line))).toHaveLength(1)
})

test('A run with corrections names the command that tells what they gain', () => {
  const recipe = parseRecipe({ dataset: 'd', model: 'm', corrections: '/runs/zero' })
  const lines = (corrections: string) => describeReport(report, { ...recipe, corrections }).join('\n')
  expect(lines('/runs/zero')).toContain('npm run lastlayer -- runs --compare /runs/zero /runs/one')
  expect(lines('/elsewhere/corrections.json')).not.toContain('--compare')
})

test('Labels that are hardly answered are advised to be weighed, with the flag that does so', () => {
  const after = metricsOf(0.95, 0.5)
  const perClass = after.perClass.map((one, i) => ({ ...one, support: i === 0 ? 190 : 10 }))
  const confusion = [
    [189, 1],
    [9, 1],
  ]
  const uneven = { ...report, after: { ...after, perClass, confusion } }
  const recipe = parseRecipe({ dataset: 'd', model: 'm' })
  expect(describeWorth(uneven, recipe)).toContain(
    'It answers "pos" to 2 test texts, where 10 have it: weigh the labels, so that a text of a rare one counts for more. --class-weights balanced does so.',
  )
})
