import {
  calls,
  envelope,
  notification,
  type Call,
  type CallParams,
  type CallResult,
  type Notification,
  type Transport,
} from '../../shared/app-contract.ts'
import { LastlayerError } from '../../shared/errors.ts'

/** The host, typed: every answer is parsed, every failure is a `LastlayerError`. */
export interface Api {
  call<C extends Call>(call: C, params: CallParams<C>): Promise<CallResult<C>>
  /** Returns its own unsubscribe. */
  subscribe(onNotification: (notification: Notification) => void): () => void
  /** Absolute path of a dropped or picked file; null where the page may not know it. */
  pathOf(file: File): string | null
}

/** Puts types and errors on what a transport carries. */
export function createApi(transport: Transport): Api {
  const listeners = new Set<(notification: Notification) => void>()
  // Parsed once, however many listen: a batch of events is large.
  const receive = (message: unknown): void => {
    const { data, error } = notification.safeParse(message)
    if (error) console.error('A notification of the host is malformed:', error.message)
    else for (const listener of listeners) listener(data)
  }
  let stop: (() => void) | null = null
  return {
    call: async (call, params) => readEnvelope(call, await transport.invoke(call, params)),
    subscribe(onNotification) {
      listeners.add(onNotification)
      stop ??= transport.subscribe(receive)
      return () => {
        listeners.delete(onNotification)
        if (listeners.size > 0) return
        stop?.()
        stop = null
      }
    },
    pathOf: (file) => transport.pathOf(file),
  }
}

/**
 * The value in an envelope.
 * @throws LastlayerError the one in the envelope, or `internal` if the answer is not what the contract says.
 */
export function readEnvelope<C extends Call>(call: C, message: unknown): CallResult<C> {
  const answer = envelope.safeParse(message)
  if (!answer.success) throw malformed(call, answer.error.message)
  if (!answer.data.ok) {
    const { code, message, said } = answer.data.error
    throw new LastlayerError(code, said ?? message)
  }
  const result = calls[call].result.safeParse(answer.data.value)
  if (!result.success) throw malformed(call, result.error.message)
  return result.data as CallResult<C>
}

function malformed(call: Call, why: string): LastlayerError {
  return new LastlayerError('internal', `The answer to ${call} is not what was agreed: ${why}`)
}
