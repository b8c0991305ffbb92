import type { Transport } from '../../shared/app-contract.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { fromWebHost, keyMark, socketPath, socketProtocol, type ToWebHost } from '../../shared/socket-messages.ts'

interface Waiting {
  resolve(envelope: unknown): void
  reject(error: LastlayerError): void
}

const [firstDelay, longestDelay] = [250, 4000]

/**
 * The web host's way: one WebSocket with the messages of socket-messages.ts. A lost connection rejects what was asked, then is made again with growing pauses; requests made in
 * the meantime wait for it. Whoever listens through `onConnection` reads again what was.
 */
export class WebTransport implements Transport {
  /** Called with false when the connection is lost, with true when it is back. */
  onConnection: (isConnected: boolean) => void = () => undefined
  readonly #url: string
  readonly #protocols: string[]
  readonly #listeners = new Set<(message: unknown) => void>()
  readonly #waiting = new Map<number, Waiting>()
  #queue: ToWebHost[] = []
  #socket: WebSocket
  #lastId = 0
  #delay = firstDelay
  #wasLost = false

  /** @param key what the web host gave to this browser for its calls */
  constructor(url: string, key: string) {
    this.#url = url
    this.#protocols = [socketProtocol, key]
    this.#socket = this.#open()
  }

  invoke(call: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request: ToWebHost = { id: ++this.#lastId, call, params }
      this.#waiting.set(request.id, { resolve, reject })
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request))
      else this.#queue.push(request)
    })
  }

  subscribe(onNotification: (message: unknown) => void): () => void {
    this.#listeners.add(onNotification)
    return () => this.#listeners.delete(onNotification)
  }

  /** A web page is not told where a file lies. */
  pathOf(): null {
    return null
  }

  #open(): WebSocket {
    const socket = new WebSocket(this.#url, this.#protocols)
    socket.addEventListener('open', () => {
      this.#delay = firstDelay
      const queue = this.#queue
      this.#queue = []
      for (const request of queue) socket.send(JSON.stringify(request))
      if (this.#wasLost) this.onConnection(true)
      this.#wasLost = false
    })
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)))
    socket.addEventListener('close', () => this.#lose())
    return socket
  }

  #receive(data: string): void {
    const message = fromWebHost.safeParse(JSON.parse(data)).data
    if (message === undefined) return console.error('A message of the web host is malformed.')
    if (message.kind === 'notification') {
      for (const listener of this.#listeners) listener(message.notification)
      return
    }
    this.#waiting.get(message.id)?.resolve(message.envelope)
    this.#waiting.delete(message.id)
  }

  #lose(): void {
    const queued = new Set(this.#queue.map(({ id }) => id))
    for (const [id, { reject }] of this.#waiting) {
      if (queued.has(id)) continue
      this.#waiting.delete(id)
      reject(new LastlayerError('interrupted', 'The connection to Lastlayer was lost before it answered.'))
    }
    if (!this.#wasLost) this.onConnection(false)
    this.#wasLost = true
    setTimeout(() => (this.#socket = this.#open()), this.#delay)
    this.#delay = Math.min(2 * this.#delay, longestDelay)
  }
}

const keyName = 'lastlayer-key'

/**
 * The key with which this browser was let in. It came in the address, where nobody needs to see it any longer, and is kept
 * where only a page of this very host and port finds it.
 */
export function takeKey(): string {
  if (location.hash.startsWith(`#${keyMark}`)) {
    localStorage.setItem(keyName, location.hash.slice(1 + keyMark.length))
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return localStorage.getItem(keyName) ?? 'none'
}

/** The WebSocket's address on the page's own origin; the cookie that the host gave this browser goes with it. */
export function socketUrl(): string {
  const url = new URL(socketPath, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
