import { expect, it } from 'vitest'
import { progressSentence } from '../../../src/renderer/run/progress-sentence.ts'
import { applyEvents, emptyRun } from '../../../src/renderer/run/run-state.ts'
import { fakeRun } from '../fake-run.ts'

it('Tells what the run is doing, how fast, and how long still', () => {
  const events = fakeRun()
  const features = events.filter((event) => event.kind === 'progress' && event.phase === 'features')
  const state = applyEvents(emptyRun, events.slice(0, features[24].seq))
  expect(progressSentence(state)).toBe(
    'Computing the frozen features: 500 of 1,000 texts · 500 texts/s · about 1 s left of this part',
  )
  expect(progressSentence(emptyRun)).toBe('Starting.')
})
