import { expect, test } from 'vitest'
import { curveOf, frame, placeOf, scaleOf } from '../../../../src/renderer/runs/sweeps/curves.ts'

test('All curves of a sweep share one scale', () => {
  const scale = scaleOf([{ losses: [0.8, 0.4] }, { losses: [0.6, 0.5, 0.9] }])
  expect(scale).toEqual({ epochs: 3, least: 0.4, most: 0.9 })
  expect(scaleOf([])).toBeNull()
})

test('A greater loss is higher, and the epochs fill the width', () => {
  const scale = { epochs: 3, least: 0.4, most: 0.8 }
  expect(placeOf(1, 0.8, scale)).toEqual({ x: 0, y: 0 })
  expect(placeOf(3, 0.4, scale)).toEqual({ x: frame.width, y: frame.height })
  expect(curveOf([0.8, 0.6], scale)).toBe('0.0,0.0 60.0,28.0')
})

test('One epoch, and losses that are all the same, lie in the middle', () => {
  expect(placeOf(1, 0.4, { epochs: 1, least: 0.4, most: 0.4 })).toEqual({ x: frame.width / 2, y: frame.height / 2 })
})
