import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { build } from 'vite'
import type { FakeHost } from './fake-host.ts'
import type { App } from '../../src/renderer/app/app.svelte.ts'

declare global {
  interface Window {
    /** What the gallery leaves on its page for tests. */
    fakeHost: FakeHost
    app: App
  }
}

/** The policy that both hosts set: what the window does must be possible under it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'"

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Builds the gallery into a folder and serves it on loopback, under the hosts' policy. */
export async function serveGallery(outDir: string): Promise<{ url: string; close: () => void }> {
  const configFile = join(import.meta.dirname, 'gallery', 'vite.config.ts')
  await build({ configFile, logLevel: 'error', build: { outDir } })
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = join(outDir, pathname === '/' ? 'index.html' : pathname)
    readFile(file).then(
      (content) => {
        const type = types[extname(file)] ?? 'application/octet-stream'
        response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}
