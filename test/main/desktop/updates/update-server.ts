import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A release as electron-builder leaves it, on a server of the test's own. */
export class UpdateServer {
  version = '2.0.0'
  notes = 'Faster.\nNothing else.'
  /** What is announced of the package, and what of it arrives. */
  announced = 'the package'
  sent = 'the package'
  /** How often the connection is cut in the middle of the package. */
  cuts = 0
  readonly asked: { path: string; headers: IncomingHttpHeaders }[] = []
  readonly #server: Server

  private constructor() {
    this.#server = createServer(({ url = '', headers }, response) => {
      const { pathname } = new URL(url, 'http://localhost')
      this.asked.push({ path: pathname, headers })
      if (pathname.endsWith('.yml')) return void response.end(this.#list())
      if (!pathname.endsWith('.deb')) return void response.writeHead(404).end()
      response.writeHead(200, { 'content-length': this.sent.length })
      if (this.cuts-- <= 0) return void response.end(this.sent)
      response.write(this.sent.slice(0, 4), () => setTimeout(() => response.destroy(), 20))
    })
  }

  static async start(): Promise<UpdateServer> {
    const server = new UpdateServer()
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  get paths(): string[] {
    return this.asked.map(({ path }) => path)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #list(): string {
    const sha512 = createHash('sha512').update(this.announced).digest('base64')
    const file = { url: 'lastlayer.deb', sha512, size: this.announced.length }
    return JSON.stringify({ version: this.version, releaseNotes: this.notes, files: [file] })
  }
}
