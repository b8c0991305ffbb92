import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** How one answer differs from the right one. */
export interface Fault {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** In place of the right content; the announced size and digest stay. */
  readonly content?: Buffer
  /** Sends so many bytes of the body, then drops the connection, or holds it in silence. */
  readonly cutAfter?: number
  readonly stallAfter?: number
  /** Sends a byte every so many milliseconds. */
  readonly drip?: number
  readonly ignoresRange?: boolean
  readonly etag?: string
}

/** A request as the hub, or the other host that its large files are on, has seen it. */
export interface Seen {
  readonly host: 'hub' | 'cdn'
  readonly path: string
  readonly headers: IncomingMessage['headers']
}

export const commit = 'c0ffee'.padEnd(40, '0')

/** A hub on loopback that speaks the real one's protocol for one model, with faults at will. */
export class FakeHub {
  readonly seen: Seen[] = []
  /** Changes to what the API tells. */
  info: Record<string, unknown> = {}
  readonly #once = new Map<string, Fault[]>()
  readonly #always = new Map<string, Fault>()

  private constructor(
    readonly repository: string,
    readonly files: Map<string, Buffer>,
    private readonly hub: Server,
    private readonly cdn: Server,
  ) {}

  /** Serves the files of a folder as `repository`; those named in `large` are on the other host. */
  static async start(folder: string, names: readonly string[], repository = 'acme/tiny'): Promise<FakeHub> {
    const files = new Map<string, Buffer>()
    for (const name of names) files.set(name, await readFile(join(folder, name)))
    const fake = new FakeHub(repository, files, createServer(), createServer())
    for (const host of ['hub', 'cdn'] as const) {
      const server = fake[host]
      server.on('request', (request, response) => void fake.#serve(host, request, response))
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    }
    return fake
  }

  get endpoint(): string {
    return originOf(this.hub)
  }

  get cdnOrigin(): string {
    return originOf(this.cdn)
  }

  /** Answers the next requests for a file, or for `api`, with these faults, one each. */
  once(name: string, ...faults: Fault[]): void {
    this.#once.set(name, [...(this.#once.get(name) ?? []), ...faults])
  }

  always(name: string, fault: Fault): void {
    this.#always.set(name, fault)
  }

  /** The ranges that were asked for of a large file, in order; an empty text for the whole. */
  rangesOf(name: string): string[] {
    return this.seen
      .filter(({ host, path }) => host === 'cdn' && path === `/${name}`)
      .map(({ headers }) => headers.range ?? '')
  }

  close(): void {
    for (const server of [this.hub, this.cdn]) {
      server.close()
      server.closeAllConnections()
    }
  }

  async #serve(host: 'hub' | 'cdn', request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    this.seen.push({ host, path, headers: request.headers })
    const { pathname } = new URL(path, this.endpoint)
    const api = `/api/models/${this.repository}/revision/main`
    if (host === 'hub' && pathname === api) {
      return send(request, response, Buffer.from(JSON.stringify(this.#info())), this.#fault('api'))
    }
    const prefix = host === 'hub' ? `/${this.repository}/resolve/${commit}/` : '/'
    const name = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : ''
    const content = this.files.get(name)
    if (content === undefined) return send(request, response, Buffer.from('Not found'), { status: 404 })
    if (host === 'hub' && isLarge(name)) {
      const fault = this.#fault(`redirect of ${name}`)
      response.writeHead(fault.status ?? 302, { Location: `${this.cdnOrigin}/${name}`, ...fault.headers }).end()
      return
    }
    await send(request, response, content, this.#fault(name))
  }

  #fault(name: string): Fault {
    return this.#once.get(name)?.shift() ?? this.#always.get(name) ?? {}
  }

  #info(): unknown {
    return {
      id: this.repository,
      sha: commit,
      private: false,
      gated: false,
      cardData: { license: 'apache-2.0' },
      tags: ['license:apache-2.0'],
      siblings: [...this.files].map(([rfilename, content]) => ({
        rfilename,
        size: content.byteLength,
        blobId: gitBlobId(isLarge(rfilename) ? Buffer.from('a pointer') : content),
        ...(isLarge(rfilename) ? { lfs: { sha256: sha256(content), size: content.byteLength, pointerSize: 134 } } : {}),
      })),
      ...this.info,
    }
  }
}

async function send(request: IncomingMessage, response: ServerResponse, whole: Buffer, fault: Fault): Promise<void> {
  const content = fault.content ?? whole
  const etag = fault.etag ?? `"${sha256(content)}"`
  const start = fault.ignoresRange ? 0 : rangeStart(request, etag)
  if (fault.status !== undefined) {
    response.writeHead(fault.status, fault.headers).end('no')
    return
  }
  const body = content.subarray(start)
  response.writeHead(start > 0 ? 206 : 200, {
    ETag: etag,
    'Content-Length': body.byteLength,
    ...(start > 0 ? { 'Content-Range': `bytes ${start}-${content.byteLength - 1}/${content.byteLength}` } : {}),
    ...fault.headers,
  })
  const { cutAfter, stallAfter, drip } = fault
  const stop = cutAfter ?? stallAfter
  if (drip !== undefined) return dripping(response, body, drip)
  if (stop === undefined) {
    response.end(body)
    return
  }
  response.flushHeaders()
  if (stop > 0) await new Promise((written) => response.write(body.subarray(0, stop), written))
  // What was written is to arrive before the connection is gone.
  await delay(20)
  if (cutAfter !== undefined) response.destroy()
}

async function dripping(response: ServerResponse, body: Buffer, interval: number): Promise<void> {
  for (let i = 0; i < body.byteLength && !response.destroyed; i++) {
    response.write(body.subarray(i, i + 1))
    await delay(interval)
  }
  response.end()
}

/** Where the answer begins: 0 without a range, or if If-Range names another version. */
function rangeStart({ headers }: IncomingMessage, etag: string): number {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const version = headers['if-range']
  return version === undefined || version === etag ? start : 0
}

function isLarge(name: string): boolean {
  return name.endsWith('.safetensors') || name.endsWith('.bin')
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The id that `git hash-object` gives. */
function gitBlobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex')
}
