import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'

export interface AccessOptions {
  readonly port: number
  /** The address that is listened on. */
  readonly host: string
  readonly password: string | null
}

const penalty = 1000
const mostWaiting = 8

/**
 * Who may talk to the web host: a browser that has shown the one-time token (or the password) and was given a cookie
 * for it, under a name of this machine, from our own page.
 */
export class Access {
  /** Goes into the address that is printed; good for one browser. */
  readonly token = randomBytes(32).toString('base64url')
  readonly hasPassword: boolean
  /** Resolves when the token has been used, and is good for nothing any more. */
  readonly redeemed: Promise<void>
  readonly #cookie: string
  readonly #names: ReadonlySet<string>
  readonly #password: string | null
  readonly #sessions: string[] = []
  #isTokenUsed = false
  #tellRedeemed: () => void = () => undefined
  #attempts = 0
  #lastAttempt: Promise<unknown> = Promise.resolve()

  constructor({ port, host, password }: AccessOptions) {
    // Cookies do not keep ports apart: two hosts on one machine must not overwrite each other's.
    this.#cookie = `lastlayer-${port}`
    this.#names = namesOf(host)
    this.#password = password
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
  hasSession({ headers }: IncomingMessage): boolean {
    const prefix = `${this.#cookie}=`
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
    const given = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length)
    return given !== undefined && this.#sessions.some((session) => isEqual(session, given))
  }

  /** Exchanges the token for a cookie, once; null for a wrong or used one. */
  redeem(token: string): string | null {
    if (!isEqual(this.token, token) || this.#isTokenUsed) return null
    this.#isTokenUsed = true
    this.#tellRedeemed()
    return this.#newSession()
  }

  /** Exchanges the password for a cookie; null for a wrong one, a second later, one attempt after the other. */
  async logIn(password: string): Promise<string | null> {
    if (this.#password === null || this.#attempts >= mostWaiting) return null
    this.#attempts += 1
    const known = this.#password
    const attempt = this.#lastAttempt.then(async () => {
      if (isEqual(known, password)) return this.#newSession()
      await delay(penalty)
      return null
    })
    this.#lastAttempt = attempt
    return attempt.finally(() => (this.#attempts -= 1))
  }

  #newSession(): string {
    const session = randomBytes(32).toString('base64url')
    this.#sessions.push(session)
    return `${this.#cookie}=${session}; Path=/; HttpOnly; SameSite=Strict`
  }
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
