import { expect, test } from 'vitest'
import { describeState } from '../../../../src/main/cli/features/queue.ts'

test('How workers get on is told in a line: how many, what failed, which shard takes longest', () => {
  const state = { done: 3, workers: 1, active: 0, failed: 0, slowest: null, failures: [] }
  expect(describeState(state)).toBe('1 worker, 0 at work')
  const slow = { ...state, workers: 2, active: 2, failed: 1, slowest: { shard: 7, seconds: 80 } }
  expect(describeState(slow)).toBe('2 workers, 2 at work, 1 failed, slowest: shard 7 for 1:20')
})
