import type { Contact } from '../../../shared/model-store.ts'
import { TemporaryFailure } from './retries.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As it arrives. Leaving its loop ends the connection. */
  readonly body: AsyncIterable<Uint8Array>
  /** Ends the connection of a body that is not wanted. */
  discard(): Promise<void>
}

/** Makes requests, each of which is noted, whatever becomes of it. Only the desktop's updates make their own. */
export class Contacts {
  readonly #contacts: Contact[] = []

  /** In the order in which they were made. */
  list(): Contact[] {
    return this.#contacts.map((contact) => ({ ...contact }))
  }

  /** Notes a request that is about to be made; its maker tells what becomes of it. */
  note(host: string, subject: string): Contact {
    const contact: Contact = { time: Date.now(), host, subject, status: null, bytes: 0 }
    this.#contacts.push(contact)
    return contact
  }

  /**
   * One GET. A redirect is an answer like any other.
   * @throws TemporaryFailure if the network fails, here or while the body is read; the signal's reason after an abort
   */
  async get(url: URL, subject: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    const contact = this.note(url.host, subject)
    try {
      const response = await fetch(url, { headers, signal, redirect: 'manual' })
      contact.status = response.status
      return {
        status: response.status,
        headers: response.headers,
        body: received(response.body, contact),
        discard: async () => response.body?.cancel(),
      }
    } catch (error) {
      throw failureOf(error, url.host)
    }
  }
}

async function* received(body: ReadableStream<Uint8Array> | null, contact: Contact): AsyncIterable<Uint8Array> {
  if (body === null) return
  try {
    for await (const chunk of body) {
      contact.bytes += chunk.byteLength
      yield chunk
    }
  } catch (error) {
    throw failureOf(error, contact.host)
  }
}

/** What `fetch` throws for a network that fails is a TypeError with a cause. */
function failureOf(error: unknown, host: string): unknown {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error
  const { cause } = error
  const code = 'code' in cause ? String(cause.code) : cause.message
  const brokeOff = code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'
  const sentence = brokeOff ? `the connection to ${host} broke off` : `${host} cannot be reached (${code})`
  return new TemporaryFailure(sentence, 0, { cause: error })
}
