import manifest from '../../../../package.json' with { type: 'json' }
import { LastlayerError } from '../../../shared/errors.ts'
import { isOffline } from '../../../shared/switches.ts'
import type { Answer, Contacts } from './requests.ts'
import { TemporaryFailure } from './retries.ts'

const mostRedirects = 5

export interface ConnectionOptions {
  readonly contacts: Pick<Contacts, 'get'>
  readonly env?: NodeJS.ProcessEnv
  /** Whether the person has switched the network off in a window. */
  readonly isOffline?: () => boolean
}

export interface HubRequest {
  /** Below the endpoint, without a slash at its beginning. */
  readonly path: string
  /** What is asked for, as a person would say it: "config.json of bert-base-uncased". */
  readonly subject: string
  readonly headers?: Record<string, string>
  readonly signal: AbortSignal
}

/** The way to the hub, or to the mirror that HF_ENDPOINT names: HF_TOKEN goes to it alone, HF_HUB_OFFLINE closes it. */
export class Connection {
  readonly #contacts: Pick<Contacts, 'get'>
  readonly #env: NodeJS.ProcessEnv
  readonly #isOffline: () => boolean

  constructor({ contacts, env = process.env, isOffline = () => false }: ConnectionOptions) {
    this.#contacts = contacts
    this.#env = env
    this.#isOffline = isOffline
  }

  /**
   * The hub's address, without a slash at its end.
   * @throws LastlayerError `usage` if HF_ENDPOINT is no address
   */
  get endpoint(): string {
    const text = this.#env.HF_ENDPOINT?.trim().replace(/\/+$/, '') || 'https://huggingface.co'
    const url = URL.canParse(text) ? new URL(text) : null
    if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash) return text
    throw new LastlayerError('usage', 'HF_ENDPOINT is no address of a hub: use one such as https://huggingface.co.')
  }

  /**
   * One GET, with its redirects followed. The answer is one of success: 200, or 206 and 416 where a range was asked for.
   * @throws TemporaryFailure, or LastlayerError `network` for what another try would not change
   */
  async get({ path, subject, headers = {}, signal }: HubRequest): Promise<Answer> {
    const { endpoint } = this
    let url = new URL(`${endpoint}/${path}`)
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      this.#requireNetwork()
      const all = { 'User-Agent': `lastlayer/${manifest.version}`, 'Accept-Encoding': 'identity', ...headers }
      const answer = await this.#contacts.get(url, subject, { ...all, ...this.#authorization(url, endpoint) }, signal)
      if ([200, 206, 416].includes(answer.status)) return answer
      await answer.discard()
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status > 399 || location === null) throw this.#refusal(answer, url, subject)
      url = redirected(url, location)
    }
    throw new LastlayerError('network', `${url.host} redirects ${subject} in a circle. Choose another HF_ENDPOINT.`)
  }

  #requireNetwork(): void {
    if (isOffline(this.#env)) {
      throw new LastlayerError('network', 'HF_HUB_OFFLINE is set, so nothing was contacted. Unset it to ask the hub.')
    }
    if (this.#isOffline()) {
      throw new LastlayerError(
        'network',
        'Lastlayer is offline, so nothing was contacted: Offline is switched on in the window. Switch it off there to ask the hub.',
      )
    }
  }

  /** The token is for the hub alone, and never in clear over a network. */
  #authorization(url: URL, endpoint: string): Record<string, string> {
    const token = this.#env.HF_TOKEN?.trim()
    const isHub = url.origin === new URL(endpoint).origin
    if (!token || !isHub || !isSafe(url)) return {}
    if (/^[\x21-\x7e]+$/.test(token)) return { Authorization: `Bearer ${token}` }
    throw new LastlayerError('usage', 'HF_TOKEN holds characters that no token has. Copy it again, or unset it.')
  }

  #refusal({ status, headers }: Answer, { host }: URL, subject: string): Error {
    if (status === 408 || status === 429 || status >= 500) {
      return new TemporaryFailure(`${host} answered ${status}`, pauseAskedFor(headers))
    }
    return new LastlayerError('network', refusalSentence(status, host, subject))
  }
}

function refusalSentence(status: number, host: string, subject: string): string {
  switch (status) {
    case 401:
      return (
        `${host} does not show ${subject} to everyone: it is private, its terms are to be accepted first, or the name ` +
        `is wrong. Check the name, or set HF_TOKEN to a token that may read it.`
      )
    case 403:
      return (
        `${host} does not show ${subject} to you. Accept the model's terms on its page, and set HF_TOKEN to a token ` +
        `of that account.`
      )
    case 404:
      return `${host} has no ${subject}. Check the name and the revision.`
    default:
      return `${host} refused ${subject} with status ${status}. Choose another model.`
  }
}

/** @throws LastlayerError `network` for an address that is not to be followed */
function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null
  const isFollowed = to !== null && /^https?:$/.test(to.protocol) && !to.username
  if (isFollowed && (isSafe(to) || !isSafe(from))) return to
  const where = to === null ? 'nowhere' : `to ${to.origin}`
  throw new LastlayerError('network', `${from.host} redirects ${where}, which is not safe. Choose another HF_ENDPOINT.`)
}

/** Whether nobody on the way can read along. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

/** Retry-After, in seconds or as a date; in milliseconds. */
function pauseAskedFor(headers: Headers): number {
  const text = headers.get('retry-after') ?? ''
  const milliseconds = /^\d+$/.test(text) ? 1000 * Number(text) : Date.parse(text) - Date.now()
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0
}
