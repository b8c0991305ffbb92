import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { uploadLimits, type Notification } from '../../shared/app-contract.ts'
import { socketPath, socketProtocol, toWebHost, type FromWebHost } from '../../shared/socket-messages.ts'
import { answer, type Handlers } from '../host/app/calls.ts'
import type { Access } from './access.ts'
import { Heartbeat } from './heartbeat.ts'
import { Memory } from './memory.ts'
import { isModest } from './message-shape.ts'

/** The uploads of one call in base64, and room for texts. */
const largestMessage = Math.ceil((uploadLimits.bytes * 4) / 3) + 4 * 2 ** 20
const mostAtOnce = 32

/** The pages that are connected: their calls in, answers and notifications out. */
export class Sockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    handleProtocols: () => socketProtocol,
  })

  readonly #heartbeat: Heartbeat
  readonly #memory = new Memory()

  /** @param silence milliseconds after which a page that says nothing is asked whether it is there, and again is gone */
  constructor(
    private readonly access: Access,
    private readonly handlers: Handlers,
    silence = 30_000,
  ) {
    this.#heartbeat = new Heartbeat(silence)
  }

  listen(server: Server): void {
    server.on('upgrade', (request, stream, head) => {
      if (!this.#isAllowed(request)) return refuse(stream)
      this.#server.handleUpgrade(request, stream, head, (socket) => {
        this.#heartbeat.follow(socket, stream)
        this.#attend(socket)
      })
    })
  }

  notify(notification: Notification): void {
    const text = JSON.stringify({ kind: 'notification', notification } satisfies FromWebHost)
    for (const socket of this.#server.clients) send(socket, text)
  }

  close(): void {
    for (const socket of this.#server.clients) socket.close(1001, 'Lastlayer ends.')
    this.#heartbeat.stop()
    this.#server.close()
  }

  #isAllowed(request: IncomingMessage): boolean {
    const { access } = this
    const isOurs = access.isOwnHost(request) && access.isOwnOrigin(request) && access.hasKey(request)
    return isOurs && request.url?.split('?')[0] === socketPath
  }

  #attend(socket: WebSocket): void {
    let waiting = 0
    // What is too large or no WebSocket frame closes the connection by itself.
    socket.on('error', () => undefined)
    const receive = async (data: RawData, isBinary: boolean): Promise<void> => {
      const message = isBinary ? null : parse(data)
      if (!message || waiting >= mostAtOnce) {
        socket.close(1008, message ? 'Too many calls at once.' : 'Malformed message.')
        return
      }
      waiting += 1
      const envelope = await answer(this.handlers, message.call, message.params)
      waiting -= 1
      send(socket, JSON.stringify({ kind: 'answer', id: message.id, envelope } satisfies FromWebHost))
    }
    // `answer` never rejects.
    socket.on('message', (data, isBinary) => {
      void this.#memory.during(sizeOf(data), () => receive(data, isBinary))
    })
  }
}

function parse(data: RawData) {
  // What comes is one piece, as nothing else was asked for.
  if (!Buffer.isBuffer(data) || !isModest(data)) return null
  try {
    return toWebHost.parse(JSON.parse(String(data)))
  } catch {
    return null
  }
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, { byteLength }) => sum + byteLength, 0) : data.byteLength
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState === socket.OPEN) socket.send(text)
}

function refuse(stream: Duplex): void {
  stream.on('error', () => undefined)
  // Whoever does not hang up by itself is not waited for.
  stream.once('finish', () => stream.destroy())
  stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}
