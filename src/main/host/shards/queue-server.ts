import { Redis } from 'ioredis'
import { LastlayerError } from '../../../shared/errors.ts'
import { isLoopback } from '../../../shared/loopback.ts'

/** Milliseconds that a server may take to answer at all. */
const patience = 5000

export interface QueueServer {
  readonly connection: Redis
  /** `host:port`, without the password. */
  readonly name: string
  /** What the person should know of it. */
  readonly notes: readonly string[]
}

/**
 * Connects to a Redis or Valkey, and looks whether a queue is safe there.
 * @param address `redis://…` or, encrypted in transit, `rediss://…`
 * @throws LastlayerError `usage` for an address without a password off this machine, and for a server that may drop keys;
 * `network` where none answers
 */
export async function openQueueServer(address: string): Promise<QueueServer> {
  const url = parse(address)
  const name = url.host
  // Without end it would try again; a worker does, once it has worked.
  const connection = new Redis(address, { lazyConnect: true, maxRetriesPerRequest: null, connectTimeout: patience })
  connection.on('error', () => undefined)
  try {
    await Promise.race([connection.connect(), lateness(name)])
    return { connection, name, notes: await look(connection, name) }
  } catch (cause) {
    connection.disconnect()
    if (cause instanceof LastlayerError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LastlayerError(
      'network',
      `The queue at ${name} cannot be used: ${reason}. Look at its address and password.`,
      {
        cause,
      },
    )
  }
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new LastlayerError(
      'usage',
      '--queue takes an address such as redis://127.0.0.1:6379 or rediss://:PASSWORD@HOST.',
    )
  }
  if (url.password === '' && !isLoopback(url.hostname)) {
    throw new LastlayerError(
      'usage',
      `The queue at ${url.host} has no password, and is not on this machine: anyone could give your workers work. Give it one.`,
    )
  }
  return url
}

function lateness(name: string): Promise<never> {
  return new Promise((_, reject) => {
    const error = new LastlayerError('network', `The queue at ${name} does not answer. Look whether it runs there.`)
    setTimeout(() => reject(error), patience).unref()
  })
}

/** Refuses a server that drops keys where memory is short; says what a restart would lose. */
async function look(connection: Redis, name: string): Promise<string[]> {
  const policy = await configOf(connection, 'maxmemory-policy')
  if (policy === null) return [`Whether the queue at ${name} may drop keys could not be seen: it does not tell.`]
  if (policy !== 'noeviction') {
    throw new LastlayerError(
      'usage',
      `The queue at ${name} drops keys where memory is short (maxmemory-policy ${policy}): set it to noeviction.`,
    )
  }
  const [snapshots, log] = [await configOf(connection, 'save'), await configOf(connection, 'appendonly')]
  const isKept = log === 'yes' || (snapshots ?? '') !== ''
  return isKept ? [] : [`The queue at ${name} keeps nothing over a restart; what it loses is put there again.`]
}

/** A setting of the server; null where it does not tell. */
async function configOf(connection: Redis, key: string): Promise<string | null> {
  const answer: unknown = await connection.config('GET', key).catch(() => null)
  return Array.isArray(answer) && typeof answer[1] === 'string' ? answer[1] : null
}
