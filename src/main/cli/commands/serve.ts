import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import open from 'open'
import { LastlayerError } from '../../../shared/errors.ts'
import { asThePerson } from '../../disk/private-files.ts'
import { TrainerHost } from '../../host/trainer/start.ts'
import { serve as startServer, type WebHost } from '../../web/server.ts'
import { writeWayIn, type WayIn } from '../../web/opening-page.ts'
import { printJson } from '../screen/terminal.ts'
import type { Session } from '../session.ts'

export interface ServeFlags {
  readonly port?: string
  readonly roots?: readonly string[]
  readonly host?: string
  readonly passwordFile?: string
  readonly open?: boolean
}

/** `serve`: the window in a browser, until Ctrl-C. */
export async function serve({ screen, places, signal }: Session, flags: ServeFlags): Promise<void> {
  const server = await startServer({
    places,
    roots: (flags.roots ?? [homedir()]).map((root) => resolve(root)),
    newTrainer: (roots) => new TrainerHost({ roots }),
    port: flags.port === undefined ? 0 : parsePort(flags.port),
    host: flags.host,
    password: flags.passwordFile === undefined ? null : await readPassword(flags.passwordFile),
  })
  // One line, so that a program that reads lines has it at once.
  if (screen.json) printJson(process.stdout, { url: server.url }, 0)
  else {
    screen.line(server.url)
    const forAnother = process.stdin.isTTY ? ' Enter prints a new one for another.' : ''
    screen.note(`Open this address in a browser; it is good for one.${forAnother} Ctrl-C ends Lastlayer.`)
  }
  const stopOffering = process.stdin.isTTY ? offerAddresses(() => screen.line(server.newUrl())) : null
  const wayIn = flags.open ? openInBrowser(server) : null
  if (!signal.aborted) await once(signal, 'abort')
  stopOffering?.()
  wayIn?.remove()
  await server.close()
}

/** Who has lost the browser, or wants in with another one, presses Enter. @returns the way to stop listening */
function offerAddresses(print: () => void): () => void {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', print)
  return () => lines.close()
}

/** Best effort: the address is printed too. What is opened is gone when a browser has come in, or Lastlayer ends. */
function openInBrowser({ url, entered }: WebHost): WayIn {
  const wayIn = writeWayIn(url)
  void entered.then(wayIn.remove)
  process.once('exit', wayIn.remove)
  // The system's own opener on Linux, and not the copy that the library brings.
  const app = process.platform === 'linux' ? { app: { name: 'xdg-open' } } : {}
  asThePerson(() => open(wayIn.path, app)).then(
    (child) => child.on('error', () => undefined),
    () => undefined,
  )
  return wayIn
}

function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new LastlayerError('usage', `--port ${text} is no port: use 0 to 65535, where 0 takes a free one.`)
}

async function readPassword(path: string): Promise<string> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new LastlayerError('usage', `The password file ${path} cannot be read.`, { cause })
  })
  const password = content.trim()
  if (password.length >= 8) return password
  throw new LastlayerError('usage', `The password in ${path} is too short: use 8 characters or more.`)
}
