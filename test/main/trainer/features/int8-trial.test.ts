import { expect, test } from 'vitest'
import { int8Sentence } from '../../../../src/main/trainer/features/int8-trial.ts'

test('What 8 bits change is said, and where they gain nothing the better choice', () => {
  const gain = int8Sentence({ texts: 8, speed: 2.1, difference: 0.0166 })
  expect(gain).toMatch(/: 2\.1 times as fast as float32 on 8 texts here, with features that differ by 1\.7 %\.$/)
  expect(int8Sentence({ texts: 8, speed: 0.52, difference: 0.03 })).toMatch(
    /: 0\.5 times as fast .* the engine auto is no slower, and exact\.$/,
  )
})
