import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEvent, applyEvents, emptyRun, type RunState } from '../../../src/renderer/run/run-state.ts'
import { rate, secondsLeft, stageShare, stageSum } from '../../../src/renderer/run/progress.ts'
import type { Phase } from '../../../src/shared/run-events.ts'
import { fakeRun } from '../fake-run.ts'

const events = fakeRun()
const whole = applyEvents(emptyRun, events)

describe('applyEvent', () => {
  it('tells the whole run', () => {
    expect(whole.seq).toBe(events.length)
    expect(whole.evaluations.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
    expect(whole.steps).toHaveLength(150)
    expect(whole.report?.after).toEqual(whole.evaluations[3].test)
    expect(whole.dataset?.labels).toEqual(['neg', 'pos'])
    expect(whole.error).toBeNull()
  })

  it('gives the same state for any prefix and a replay of everything', () => {
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length), (first, second) => {
        const before = applyEvents(emptyRun, events.slice(0, first))
        const again = applyEvents(before, events.slice(0, second))
        expect(applyEvents(again, events)).toEqual(whole)
      }),
      { numRuns: 50 },
    )
  })

  it('gives the same state one by one and in any batches', () => {
    expect(events.reduce(applyEvent, emptyRun)).toEqual(whole)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        let state = emptyRun
        for (let at = 0, i = 0; at < events.length; i++) {
          const size = sizes[i % sizes.length]
          state = applyEvents(state, events.slice(at, at + size))
          at += size
        }
        expect(state).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('tells a run that went back to a checkpoint as one that came straight to its end', () => {
    const at = events.findIndex((event) => event.kind === 'step' && event.step === 120)
    const from = events.findIndex((event) => event.kind === 'step' && event.step === 90)
    const resumed = { kind: 'resumed', step: 90 } as const
    const told = [...events.slice(0, at + 1), { ...events[at], ...resumed }, ...events.slice(from + 1)]
    const numbered = told.map((event, i) => ({ ...event, seq: i + 1 }))
    const state = applyEvents(emptyRun, numbered)
    expect(state.steps).toEqual(whole.steps)
    expect(state.evaluations).toEqual(whole.evaluations)
  })

  it('says what a run waits for, and no longer once it goes on', () => {
    const [first] = events
    const paused = applyEvent(emptyRun, { ...first, kind: 'paused', reason: 'The disk is full.' })
    expect([paused.isPaused, paused.pauseReason]).toEqual([true, 'The disk is full.'])
    expect(applyEvent(paused, { ...first, seq: 2, kind: 'resumed', step: 0 }).isPaused).toBe(false)
    const byHand = applyEvent(paused, { ...first, seq: 2, kind: 'paused' })
    expect(byHand.pauseReason).toBeNull()
  })

  it('leaves the former state as it was', () => {
    const before = applyEvents(emptyRun, events.slice(0, 120))
    const copy = structuredClone(before)
    applyEvents(before, events)
    expect(before).toEqual(copy)
  })

  it('returns the very state if there is nothing new', () => {
    expect(applyEvents(whole, events)).toBe(whole)
  })

  it('keeps the error of a run that failed', () => {
    const error = { code: 'interrupted', message: 'The trainer ended.' } as const
    const state = applyEvent(whole, { seq: whole.seq + 1, time: 1, kind: 'failed', error })
    expect(state.error).toEqual(error)
  })
})

describe('progress', () => {
  it('never goes back, and ends at 1', () => {
    let [state, last] = [emptyRun, 0]
    for (const event of events) {
      state = applyEvent(state, event)
      const now = stageSum(state)
      expect(now).toBeGreaterThanOrEqual(last - 1e-9)
      last = now
    }
    expect(last).toBeCloseTo(1)
  })

  it('takes the training on all texts for the second half, where the recipe has one', () => {
    const at = events.findIndex(({ kind }) => kind === 'step')
    const { recipe, ...before } = applyEvents(emptyRun, events.slice(0, at + 1))
    let state: RunState = { ...before, recipe: recipe && { ...recipe, refit: true, keep: 'best' } }
    const after = (phase: Phase, done: number, total: number, unit: string): number => {
      state = applyEvent(state, { seq: state.seq + 1, time: 1, kind: 'progress', phase, done, total, unit })
      return stageShare(state, 'training')
    }
    const shares = [
      after('training', 10, 20, 'steps'),
      after('training', 20, 20, 'steps'),
      after('evaluating', 5, 10, 'texts'),
      after('refit', 5, 10, 'steps'),
      after('refit', 10, 10, 'steps'),
      after('refit', 1, 10, 'texts'),
    ]
    expect(shares).toEqual([0.25, 0.5, 0.5, 0.75, 1, 1])
  })

  it('counts the evaluations after an epoch as part of training', () => {
    const at = events.findIndex((event) => event.kind === 'progress' && event.phase === 'evaluating')
    const state = applyEvents(emptyRun, events.slice(0, at + 1))
    expect(stageShare(state, 'training')).toBeCloseTo(1 / 3)
    expect(stageShare(state, 'baseline')).toBe(1)
    expect(stageShare(state, 'saving')).toBe(0)
  })

  it('measures the rate from where the phase began', () => {
    const progress = { done: 30, total: 50, unit: 'texts', time: 3000, since: { done: 10, time: 1000 } }
    expect(rate(progress)).toBe(10)
    expect(secondsLeft(progress)).toBe(2)
    expect(rate({ ...progress, time: 1000 })).toBeNull()
  })

  it('begins anew when a second evaluation begins', () => {
    const evaluating = events.filter((event) => event.kind === 'progress' && event.phase === 'evaluating')
    const state = applyEvents(
      emptyRun,
      evaluating.slice(0, 6).map((event, i) => ({ ...event, seq: i + 1 })),
    )
    expect(state.progress.evaluating?.since).toEqual({ done: 40, time: evaluating[5].time })
  })
})
