import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

interface Followed {
  readonly stream: Duplex
  /** Bytes that had come, and that had gone, at the last beat. */
  read: number
  sent: number
  /** Whether something waited to be sent at the last beat. */
  wasSending: boolean
}

/**
 * Closes connections behind which nobody is any more: a machine that was switched off, a cable that was pulled. In each
 * beat a page is asked whether it is there, and browsers answer by themselves; one of which nothing came since the last
 * beat, and to which nothing could be sent, is gone.
 */
export class Heartbeat {
  readonly #followed = new Map<WebSocket, Followed>()
  readonly #timer: NodeJS.Timeout

  /** @param interval between two beats, in milliseconds */
  constructor(interval: number) {
    this.#timer = setInterval(() => this.#beat(), interval).unref()
  }

  follow(socket: WebSocket, stream: Duplex): void {
    this.#followed.set(socket, { stream, read: -1, sent: -1, wasSending: false })
    socket.once('close', () => this.#followed.delete(socket))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    for (const [socket, last] of this.#followed) {
      const { read, sent, isSending } = traffic(last.stream)
      // A long message is one frame, within which no answer comes: its bytes count too.
      const isThere = read > last.read || (last.wasSending && sent > last.sent)
      if (!isThere) {
        socket.terminate()
        continue
      }
      Object.assign(last, { read, sent, wasSending: isSending })
      if (socket.readyState === socket.OPEN) socket.ping()
    }
  }
}

function traffic(stream: Duplex): { read: number; sent: number; isSending: boolean } {
  const waiting = stream.writableLength
  const [read, written] = stream instanceof Socket ? [stream.bytesRead, stream.bytesWritten] : [0, 0]
  return { read, sent: written - waiting, isSending: waiting > 0 }
}
