import { once } from 'node:events'
import { realpath, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import { LastlayerError } from '../../shared/errors.ts'
import { AppHost, type OwnCalls } from '../host/app/app.ts'
import type { Trainer } from '../host/runs/current-run.ts'
import { builtPage } from '../host/app/page-files.ts'
import { settingsNotices, withSharedSwitch } from '../host/offline-switch.ts'
import { trashFolder } from '../host/runs/trash.ts'
import { packageRoot, sweepsFolder, webSettingsPath } from '../host/paths.ts'
import { confineTo } from '../disk/confinement.ts'
import { makeTemporaryFolder } from '../disk/temporary-folder.ts'
import { Access } from './access.ts'
import { guard } from './guard.ts'
import { servePages } from './pages.ts'
import { Roots } from './roots.ts'
import { settingsFile } from './settings-file.ts'
import { Sockets } from './sockets.ts'

export interface ServeOptions {
  readonly places: Places
  /** Folders that the page may look into. */
  readonly roots: readonly string[]
  /** Makes a trainer that reads only what lies in these folders. */
  readonly newTrainer: (readable: readonly string[]) => Trainer
  /** 0 takes a free one. */
  readonly port?: number
  /** The address to listen on; anything but loopback needs a password. */
  readonly host?: string
  readonly password?: string | null
  /** The folder of the built page. */
  readonly page?: string
  /** Milliseconds after which a page that does not answer any more is taken for gone. */
  readonly silence?: number
}

/** More connections than a person's browsers make, and less than the files that a process may have open. */
const mostConnections = 1000

/** How long a connection may say nothing before, within and after a request, in milliseconds. */
const patience = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 5000 }

export interface WebHost {
  /** With the one-time token. */
  readonly url: string
  /** Another address with a token of its own, for another browser; the one before is then good for nothing. */
  newUrl(): string
  /** Resolves when a browser has come in with the token. */
  readonly entered: Promise<void>
  close(): Promise<void>
}

/**
 * Serves the window to browsers: the same page and the same calls as in the desktop, over a WebSocket.
 * @throws LastlayerError `usage` for an address or a root that cannot be used
 */
export async function serve(options: ServeOptions): Promise<WebHost> {
  const { places, newTrainer, host = '127.0.0.1', password = null, port = 0, page = builtPage(), silence } = options
  if (!/^(127\.0\.0\.1|localhost|::1)$/.test(host) && password === null) {
    throw new LastlayerError('usage', `Listening on ${host} lets other machines in: give a password (--password-file).`)
  }
  const uploads = await realpath(makeTemporaryFolder('uploads'))
  const kept = [places.runs, trashFolder(places.runs), sweepsFolder(places), places.models]
  const own = [...kept, join(packageRoot(), 'resources'), uploads]
  const roots = await Roots.open(options.roots, own)
  confineTo(roots.readable)
  const server = createServer(patience)
  server.maxConnections = mostConnections
  await listen(server, port, host)
  const address = server.address() as AddressInfo
  const access = new Access({ port: address.port, host, password })

  const app = new AppHost({
    host: 'web',
    places,
    notices: settingsNotices(places),
    settings: withSharedSwitch(settingsFile(webSettingsPath(places)), places),
    uploads,
    newTrainer: () => newTrainer(roots.readable),
    notify: (notification) => sockets.notify(notification),
  })
  const sockets = new Sockets(access, guard(app.handlers(ownCalls(roots)), roots), silence)
  await app.open()
  server.on('request', servePages(page, access, places.runs))
  sockets.listen(server)

  const name = host.includes(':') ? `[${host}]` : host
  const newUrl = (): string =>
    `http://${name === '0.0.0.0' ? '127.0.0.1' : name}:${address.port}/?token=${access.newToken()}`
  return {
    url: newUrl(),
    newUrl,
    entered: access.redeemed,
    close: async () => {
      await app.close()
      sockets.close()
      server.close()
      server.closeAllConnections()
      await rm(uploads, { recursive: true, force: true })
    },
  }
}

function ownCalls(roots: Roots): OwnCalls {
  const refuse = (instead: string) => async (): Promise<never> => {
    throw new LastlayerError('usage', `A browser has no such dialog: ${instead}.`)
  }
  return {
    chooseDataset: refuse('choose from the list of folders'),
    chooseModel: refuse('choose from the list of folders'),
    chooseDestination: refuse('choose from the list of folders'),
    takeOpened: async () => null,
    showRun: refuse('the run is on the machine that serves this page'),
    openFile: refuse('follow the link to the report'),
    listFolder: ({ path }) => roots.list(path),
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'EADDRINUSE' ? 'it is in use; choose another --port' : cause.message
    throw new LastlayerError('usage', `Port ${port} on ${host} cannot be listened on: ${reason}.`, { cause })
  })
}
