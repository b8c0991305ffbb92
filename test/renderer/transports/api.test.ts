import { describe, expect, it, vi } from 'vitest'
import { createApi, readEnvelope } from '../../../src/renderer/transports/api.ts'
import { LastlayerError } from '../../../src/shared/errors.ts'
import { FakeHost } from '../fake-host.ts'

describe('readEnvelope', () => {
  it('gives the parsed value of a success', () => {
    const value = {
      theme: 'dark',
      language: 'ja',
      recentDatasets: [],
      datasetChoices: [],
      recipe: null,
      offline: true,
      hasToured: true,
    }
    expect(readEnvelope('getSettings', { ok: true, value })).toEqual(value)
  })

  it('rebuilds the error of a failure', () => {
    const error = { code: 'dataset', message: '/texts does not exist.' }
    const read = (): unknown => readEnvelope('inspect', { ok: false, error })
    expect(read).toThrow(LastlayerError)
    expect(read).toThrow(expect.objectContaining(error))
  })

  it.each([
    ['no envelope', undefined],
    ['an unknown error code', { ok: false, error: { code: 'odd', message: '' } }],
    ['a result of another shape', { ok: true, value: { theme: 'pink' } }],
  ])('calls %s a defect', (_, message) => {
    expect(() => readEnvelope('getSettings', message)).toThrow(expect.objectContaining({ code: 'internal' }))
  })
})

describe('createApi', () => {
  it('passes notifications on and drops malformed ones', () => {
    const host = new FakeHost()
    const received = vi.fn()
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const stop = createApi(host).subscribe(received)
    host.notify({ kind: 'action', name: 'start' })
    host.notify({ kind: 'dance' })
    stop()
    host.notify({ kind: 'action', name: 'stop' })
    expect(received.mock.calls).toEqual([[{ kind: 'action', name: 'start' }]])
    expect(logged).toHaveBeenCalledOnce()
    logged.mockRestore()
  })

  it('parses a notification once, however many listen, and each stops for itself', () => {
    const host = new FakeHost()
    const [first, second] = [vi.fn(), vi.fn()]
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const api = createApi(host)
    const stop = api.subscribe(first)
    api.subscribe(second)
    host.notify({ kind: 'dance' })
    expect(logged).toHaveBeenCalledOnce()
    host.notify({ kind: 'action', name: 'start' })
    expect(second.mock.lastCall?.[0]).toBe(first.mock.lastCall?.[0])
    stop()
    host.notify({ kind: 'action', name: 'stop' })
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2])
    logged.mockRestore()
  })
})
