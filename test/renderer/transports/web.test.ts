import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeKey, WebTransport } from '../../../src/renderer/transports/web.ts'

/** A WebSocket whose other end the test holds. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1
  static all: FakeSocket[] = []
  readonly sent: { id: number; call: string; params: unknown }[] = []
  readyState = 0

  constructor(
    readonly url: string,
    readonly protocols: readonly string[],
  ) {
    super()
    FakeSocket.all.push(this)
  }

  send(message: string): void {
    this.sent.push(JSON.parse(message) as FakeSocket['sent'][number])
  }

  open(): void {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }

  close(): void {
    this.readyState = 3
    this.dispatchEvent(new Event('close'))
  }

  receive(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }
}

const answer = { ok: true, value: null }

describe('WebTransport', () => {
  beforeEach(() => {
    FakeSocket.all = []
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('holds what is asked until the connection is there, and gives each answer to its asker', async () => {
    const transport = new WebTransport('ws://host/socket', 'the-key')
    const asked = [transport.invoke('about', {}), transport.invoke('listRuns', {})]
    const [socket] = FakeSocket.all
    expect(socket.sent).toEqual([])
    expect(socket.protocols).toEqual(['lastlayer', 'the-key'])
    socket.open()
    expect(socket.sent.map(({ call }) => call)).toEqual(['about', 'listRuns'])
    for (const { id, call } of [...socket.sent].reverse()) {
      socket.receive({ kind: 'answer', id, envelope: { ok: true, value: call } })
    }
    expect(await Promise.all(asked)).toEqual([
      { ok: true, value: 'about' },
      { ok: true, value: 'listRuns' },
    ])
  })

  it('rejects what was asked when the connection is lost, and connects again', async () => {
    const transport = new WebTransport('ws://host/socket', 'the-key')
    const connection = vi.fn()
    transport.onConnection = connection
    FakeSocket.all[0].open()
    const lost = transport.invoke('about', {})
    FakeSocket.all[0].close()
    await expect(lost).rejects.toMatchObject({ code: 'interrupted' })
    const later = transport.invoke('about', {})
    await vi.advanceTimersByTimeAsync(10_000)
    const socket = FakeSocket.all[1]
    socket.open()
    socket.receive({ kind: 'answer', id: socket.sent[0].id, envelope: answer })
    expect(await later).toEqual(answer)
    expect(connection.mock.calls).toEqual([[false], [true]])
  })

  it('passes notifications on, and survives a malformed message', () => {
    const transport = new WebTransport('ws://host/socket', 'the-key')
    const received = vi.fn()
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const stop = transport.subscribe(received)
    const notification = { kind: 'action', name: 'start' }
    FakeSocket.all[0].open()
    FakeSocket.all[0].receive({ kind: 'nonsense' })
    FakeSocket.all[0].receive({ kind: 'notification', notification })
    stop()
    FakeSocket.all[0].receive({ kind: 'notification', notification })
    expect(received.mock.calls).toEqual([[notification]])
    expect(logged).toHaveBeenCalledOnce()
    logged.mockRestore()
  })
})

describe('takeKey', () => {
  it('keeps the key of the address, shows it no longer, and knows it at the next opening', () => {
    const stored = new Map<string, string>()
    const shown: string[] = []
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => stored.set(name, value),
    })
    vi.stubGlobal('history', { state: null, replaceState: (_state: null, _title: '', url: string) => shown.push(url) })
    vi.stubGlobal('location', { hash: '', pathname: '/', search: '' })
    expect(takeKey()).toBe('none')
    vi.stubGlobal('location', { hash: '#key=abc-_1', pathname: '/', search: '' })
    expect([takeKey(), shown]).toEqual(['abc-_1', ['/']])
    vi.stubGlobal('location', { hash: '', pathname: '/', search: '' })
    expect([takeKey(), shown]).toEqual(['abc-_1', ['/']])
    vi.unstubAllGlobals()
  })
})
