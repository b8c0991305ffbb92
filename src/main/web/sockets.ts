import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { uploadLimits, type Notification } from '../../shared/app-contract.ts'
import { socketPath, toWebHost, type FromWebHost } from '../../shared/socket-messages.ts'
import { answer, type Handlers } from '../host/app/calls.ts'
import type { Access } from './access.ts'

/** The uploads of one call in base64, and room for texts. */
const largestMessage = Math.ceil((uploadLimits.bytes * 4) / 3) + 4 * 2 ** 20
const mostAtOnce = 32

/** The pages that are connected: their calls in, answers and notifications out. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: largestMessage })

  constructor(
    private readonly access: Access,
    private readonly handlers: Handlers,
  ) {}

  listen(server: Server): void {
    server.on('upgrade', (request, stream, head) => {
      if (!this.#isAllowed(request)) return refuse(stream)
      this.#server.handleUpgrade(request, stream, head, (socket) => this.#attend(socket))
    })
  }

  notify(notification: Notification): void {
    for (const socket of this.#server.clients) send(socket, { kind: 'notification', notification })
  }

  close(): void {
    for (const socket of this.#server.clients) socket.close(1001, 'Lastlayer ends.')
    this.#server.close()
  }

  #isAllowed(request: IncomingMessage): boolean {
    const { access } = this
    const isOurs = access.isOwnHost(request) && access.isOwnOrigin(request) && access.hasSession(request)
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
      send(socket, { kind: 'answer', id: message.id, envelope })
    }
    // `answer` never rejects.
    socket.on('message', (data, isBinary) => void receive(data, isBinary))
  }
}

function parse(data: RawData) {
  try {
    return toWebHost.parse(JSON.parse(String(data)))
  } catch {
    return null
  }
}

function send(socket: WebSocket, message: FromWebHost): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
}

function refuse(stream: Duplex): void {
  stream.on('error', () => undefined)
  stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}
