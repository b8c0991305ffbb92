import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { WaitingLine } from './waiting-line.ts'

export interface AccessOptions {
  readonly port: number
  /** The address that is listened on. */
  readonly host: string
  readonly password: string | null
  /** Where those wait who give a password. */
  readonly line?: WaitingLine
}

/** Browsers that are known at a time: the oldest has to log in again. */
const mostSessions = 100

/** Seconds for which a browser keeps its cookie, also when it is closed; this host forgets it when it ends. */
const aMonth = 30 * 24 * 3600

/** What a browser is given that was let in. */
export interface Pass {
  /** The header that sets it. */
  readonly cookie: string
  /** What the page shows for every call beside the cookie, which a browser sends to other ports of this machine too. */
  readonly key: string
}

/** What becomes of a password: a pass for the right one; `crowded` if it was not looked at. */
export type LogIn = { readonly kind: 'in'; readonly pass: Pass } | { readonly kind: 'wrong' | 'crowded' }

interface Session {
  readonly cookie: string
  readonly key: string
}

/**
 * Who may talk to the web host: a browser that has shown the one-time token (or the password) and was given a cookie
 * for it, under a name of this machine, from our own page.
 */
export class Access {
  readonly hasPassword: boolean
  /** Resolves when a token has been used, and is good for nothing any more. */
  readonly redeemed: Promise<void>
  readonly #cookie: string
  readonly #names: ReadonlySet<string>
  readonly #password: string | null
  readonly #sessions: Session[] = []
  /** Null once it was used. */
  #token: string | null = null
  #tellRedeemed: () => void = () => undefined
  readonly #line: WaitingLine

  constructor({ port, host, password, line = new WaitingLine() }: AccessOptions) {
    // Cookies do not keep ports apart: two hosts on one machine must not overwrite each other's.
    this.#cookie = `lastlayer-${port}`
    this.#names = namesOf(host)
    this.#password = password
    this.#line = line
    this.hasPassword = password !== null
    this.redeemed = new Promise((resolve) => (this.#tellRedeemed = resolve))
  }

  /** Whether the Host header is a name of this machine: another site's name that points here is refused. */
  isOwnHost({ headers }: IncomingMessage): boolean {
    const url = parseUrl(`http://${headers.host ?? ''}`)
    return url !== null && url.host === headers.host?.toLowerCase().replace(/:80$/, '') && this.#names.has(url.hostname)
  }

  /** Whether the request comes from a page of this very host. */
  isOwnOrigin({ headers }: IncomingMessage): boolean {
    const origin = parseUrl(headers.origin ?? '')
    return origin !== null && /^https?:$/.test(origin.protocol) && origin.host === headers.host?.toLowerCase()
  }

  /** Whether the request carries a cookie that was given out. */
  hasSession(request: IncomingMessage): boolean {
    return this.#sessionOf(request) !== undefined
  }

  /** The key that belongs to the cookie of a request; null without one. */
  keyFor(request: IncomingMessage): string | null {
    return this.#sessionOf(request)?.key ?? null
  }

  /** Whether the request carries the key of its cookie, as the name of a protocol: pages can send no other header there. */
  hasKey(request: IncomingMessage): boolean {
    const key = this.keyFor(request)
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    return key !== null && offered.some((name) => isEqual(key, name))
  }

  #sessionOf({ headers }: IncomingMessage): Session | undefined {
    const prefix = `${this.#cookie}=`
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
    const given = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length)
    return given === undefined ? undefined : this.#sessions.find(({ cookie }) => isEqual(cookie, given))
  }

  /** Makes the token for an address: good for one browser, and until the next one is made. */
  newToken(): string {
    return (this.#token = secret())
  }

  /** Exchanges the token for a pass, once; null for a wrong or used one. */
  redeem(token: string): Pass | null {
    if (this.#token === null || !isEqual(this.#token, token)) return null
    this.#token = null
    this.#tellRedeemed()
    return this.#newSession()
  }

  /**
   * Exchanges the password for a pass. Passwords are looked at one after the other, slowly, whoever gives them; the
   * right one is told so when its turn comes, however many wrong ones there are.
   * @param address from which it comes
   * @param gone aborts when nobody waits for the answer any more
   */
  async logIn(password: string, address: string, gone: AbortSignal): Promise<LogIn> {
    if (this.#password === null) return { kind: 'wrong' }
    if (!(await this.#line.turn(address, gone))) return { kind: 'crowded' }
    return isEqual(this.#password, password) ? { kind: 'in', pass: this.#newSession() } : { kind: 'wrong' }
  }

  #newSession(): Pass {
    const [cookie, key] = [secret(), secret()]
    const session = { cookie, key }
    this.#sessions.push(session)
    if (this.#sessions.length > mostSessions) this.#sessions.shift()
    return { cookie: `${this.#cookie}=${cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${aMonth}`, key }
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

/** Compares in a time that tells nothing about where two texts differ. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** null for what is no address; `URL.parse` itself is newer than our oldest Node. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Names under which a browser may reach `host`; a tunnel may change the port, so ports are not compared. */
function namesOf(host: string): Set<string> {
  const loopback = ['localhost', '127.0.0.1', '[::1]']
  if (loopback.includes(host)) return new Set(loopback)
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const numbers = addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))
  return new Set([...loopback, ...numbers, hostname().toLowerCase(), host.toLowerCase()])
}
