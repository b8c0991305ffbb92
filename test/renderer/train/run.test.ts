import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../../src/renderer/transports/api.ts'
import { RunStore } from '../../../src/renderer/train/run.svelte.ts'
import { parseRecipe } from '../../../src/shared/recipe.ts'
import { FakeHost } from '../fake-host.ts'
import { brokenOff } from '../past-runs.ts'

const recipe = parseRecipe({ dataset: 'sample:reviews', model: '/models/tiny' })

function open(host: FakeHost): RunStore {
  const store = new RunStore(createApi(host))
  store.listen()
  return store
}

describe('RunStore', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('follows a run to its end', async () => {
    const store = open(new FakeHost())
    const ended = vi.fn()
    store.onEnded = ended
    await store.start(recipe)
    expect(store.isRunning).toBe(true)
    await vi.runAllTimersAsync()
    expect(store.isRunning).toBe(false)
    expect(store.state.report?.savedEpoch).toBe(3)
    expect(store.announcement).toMatch(/finished/)
    expect(ended).toHaveBeenCalledExactlyOnceWith(store.state.report?.run)
  })

  it('says each epoch once', async () => {
    const store = open(new FakeHost({ batch: 1 }))
    const said = new Set<string>()
    await store.start(recipe)
    while (store.isRunning) {
      await vi.advanceTimersByTimeAsync(100)
      said.add(store.announcement)
    }
    expect([...said].filter((sentence) => /^Epoch|^Before/.test(sentence))).toHaveLength(4)
  })

  it('loses nothing when the window is reloaded in the middle', async () => {
    const host = new FakeHost()
    const first = open(host)
    await first.start(recipe)
    await vi.advanceTimersByTimeAsync(2000)
    const second = open(host)
    await second.load()
    expect(second.state).toEqual(first.state)
    expect(second.isRunning).toBe(true)
    await vi.runAllTimersAsync()
    expect(second.state).toEqual(first.state)
    expect(second.isRunning).toBe(false)
  })

  it('keeps events that come while it reads what was', async () => {
    const host = new FakeHost()
    await open(host).start(recipe)
    await vi.advanceTimersByTimeAsync(1000)
    const late = open(host)
    const loading = late.load()
    await vi.advanceTimersByTimeAsync(1000)
    await loading
    await vi.runAllTimersAsync()
    const whole = open(host)
    await whole.load()
    expect(late.state).toEqual(whole.state)
  })

  it('reads everything again when events are missing', async () => {
    const host = new FakeHost()
    await open(host).start(recipe)
    await vi.advanceTimersByTimeAsync(1500)
    // It never read what was, and hears of the run in its middle.
    const late = open(host)
    await vi.runAllTimersAsync()
    expect(late.state.report).not.toBeNull()
    expect(late.state.steps).toHaveLength(150)
  })

  it('shows another run that begins elsewhere', async () => {
    const host = new FakeHost()
    const [here, elsewhere] = [open(host), open(host)]
    await here.start(recipe)
    await vi.runAllTimersAsync()
    await elsewhere.start({ ...recipe, epochs: 1 })
    await vi.runAllTimersAsync()
    expect(here.state.recipe?.epochs).toBe(1)
    expect(here.state).toEqual(elsewhere.state)
  })

  it('tells why a run did not start', async () => {
    const host = new FakeHost()
    host.answers.start = () => {
      throw new Error('no disk')
    }
    const store = open(host)
    expect(await store.start(recipe)).toBe(false)
    expect(store.isRunning).toBe(false)
    expect(store.error?.message).toBe('no disk')
  })

  it('ends as cancelled, or with the best so far', async () => {
    const host = new FakeHost()
    const store = open(host)
    await store.start(recipe)
    await vi.advanceTimersByTimeAsync(1000)
    await store.stop('cancel')
    expect(store.isStopping).toBe('cancel')
    await vi.runAllTimersAsync()
    expect(store.error?.code).toBe('cancelled')
    expect(store.isStopping).toBeNull()

    await store.start(recipe)
    expect(store.error).toBeNull()
    await vi.advanceTimersByTimeAsync(1000)
    await store.stop('keep')
    await vi.runAllTimersAsync()
    expect(store.state.report).not.toBeNull()
  })

  it('holds still while it is paused, and goes on to the same end', async () => {
    const host = new FakeHost()
    const store = open(host)
    await store.start(recipe)
    await vi.advanceTimersByTimeAsync(1000)
    await store.pause()
    await vi.advanceTimersByTimeAsync(1000)
    const { steps, isPaused } = store.state
    expect([isPaused, store.announcement]).toEqual([true, 'Paused.'])
    await vi.advanceTimersByTimeAsync(5000)
    expect(store.state.steps).toEqual(steps)
    await store.pause()
    await vi.runAllTimersAsync()
    expect(store.state.isPaused).toBe(false)
    expect(store.state.steps).toHaveLength(150)
  })

  it('goes on with a run that was broken off: the same charts, no step twice', async () => {
    const record = brokenOff(recipe)
    const host = new FakeHost({ history: [record] })
    const store = open(host)
    const { folder } = record.summary
    await store.resume({ folder, recipe })
    await vi.runAllTimersAsync()
    expect(store.state.report?.run).toBe(folder)
    expect(store.state.steps.map(({ step }) => step)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1))
    // The same run, shown again from its beginning.
    const error = { code: 'interrupted', message: 'killed' } as const
    host.notify({ kind: 'events', events: [{ seq: 1, time: store.state.startedAt, kind: 'failed', error }] })
    expect(store.state.steps).toEqual([])
  })
})
