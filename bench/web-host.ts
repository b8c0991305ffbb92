import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { fromWebHost, keyMark, socketPath, socketProtocol } from '../src/shared/socket-messages.ts'
import type { Call, CallParams, CallResult, Envelope, Notification } from '../src/shared/app-contract.ts'
import { LastlayerError } from '../src/shared/errors.ts'

const cli = join(import.meta.dirname, '..', 'out', 'main', 'cli.js')

/** What a web host sent, or how it closed the connection. */
export type Received = Envelope | { readonly closed: number }

/** The built web host with a home of its own, off the network, and a page's connection to it. */
export class WebHost {
  #child: ChildProcess | null = null
  #url = new URL('http://localhost')
  #cookie = ''
  #key = ''
  #socket: WebSocket | null = null
  #lastId = 0
  readonly #onNotification = new Set<(notification: Notification) => void>()

  /** @param folder for its home, and for what it may read and write, `files` */
  constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv = {},
  ) {}

  get files(): string {
    return join(this.folder, 'files')
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get isAlive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Sends a text as it is, and waits for the answer with this number, or for the end of the connection. */
  async send(text: string | Buffer, id: number): Promise<Received> {
    const socket = await this.#open()
    const received = new Promise<Received>((resolve) => {
      const receive = (data: unknown): void => {
        const message = fromWebHost.parse(JSON.parse(String(data)))
        if (message.kind !== 'answer' || message.id !== id) return
        socket.off('message', receive)
        resolve(message.envelope)
      }
      socket.on('message', receive)
      socket.once('close', (closed) => resolve({ closed }))
    })
    socket.send(text)
    const answer = await received
    socket.removeAllListeners('close')
    return answer
  }

  /** Makes a call of the contract. @throws LastlayerError as the host does */
  async call<C extends Call>(call: C, params: CallParams<C>): Promise<CallResult<C>> {
    const id = ++this.#lastId
    const answer = await this.send(JSON.stringify({ id, call, params }), id)
    if ('closed' in answer) throw new Error(`The connection was closed with ${answer.closed}.`)
    if (!answer.ok) throw new LastlayerError(answer.error.code, answer.error.message)
    return answer.value as CallResult<C>
  }

  /** Returns its own unsubscribe. */
  subscribe(onNotification: (notification: Notification) => void): () => void {
    this.#onNotification.add(onNotification)
    return () => this.#onNotification.delete(onNotification)
  }

  async close(): Promise<void> {
    this.#socket?.terminate()
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const deadline = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await once(child, 'exit')
    clearTimeout(deadline)
  }

  async #open(): Promise<WebSocket> {
    if (!this.isAlive) await this.#start()
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket
    const headers = { Origin: this.#url.origin, Cookie: this.#cookie }
    const socket = new WebSocket(`ws://${this.#url.host}${socketPath}`, [socketProtocol, this.#key], { headers })
    socket.on('error', () => undefined)
    socket.on('message', (data: unknown) => {
      const message = fromWebHost.parse(JSON.parse(String(data)))
      if (message.kind === 'notification') for (const tell of this.#onNotification) tell(message.notification)
    })
    this.#socket = socket
    await once(socket, 'open')
    return socket
  }

  async #start(): Promise<void> {
    mkdirSync(this.files, { recursive: true })
    const child = spawn(process.execPath, [cli, 'serve', '--json', '--roots', this.files], {
      env: {
        ...process.env,
        ...this.environment,
        LASTLAYER_HOME: join(this.folder, 'home'),
        LASTLAYER_BACKEND: 'wasm',
        HF_HUB_OFFLINE: '1',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    this.#url = new URL((JSON.parse(String(line)) as { url: string }).url)
    const response = await fetch(this.#url)
    this.#cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    this.#key = (await response.text()).match(new RegExp(`#${keyMark}([^"]+)`))?.[1] ?? ''
  }
}
