import { expect, test } from 'vitest'
import { calibrationSentence } from '../../src/shared/calibration.ts'
import { calibrationOf } from '../renderer/fake-worth.ts'

test('Says what the temperature did to the calibration error, and where it did not help', () => {
  const { before, after, ...others } = calibrationOf(0.9, 200)
  const found = 'Expected calibration error on the test texts: '
  expect(calibrationSentence({ ...others, before, after, temperature: 1 })).toBe(`${found}7.1 %.`)
  expect(calibrationSentence({ ...others, before, after })).toBe(
    `${found}7.1 %, and 1.2 % at the temperature 1.62, which the saved model has.`,
  )
  expect(calibrationSentence({ ...others, before: after, after: before })).toBe(
    `${found}1.2 %, and 7.1 % at the temperature 1.62, which the saved model has. The temperature did not help here: it was found on the validation texts, and these differ by chance or in kind.`,
  )
})
