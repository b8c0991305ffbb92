import { setImmediate } from 'node:timers/promises'
import { LastlayerError } from '../../shared/errors.ts'

/**
 * Lets the process read its messages: a cancellation among them, that its host is gone, another question. Every loop that
 * does work of its own text after text, or step after step, calls it.
 * @throws LastlayerError `cancelled` once the signal is aborted
 */
export async function yieldToMessages(signal: AbortSignal): Promise<void> {
  await setImmediate()
  if (signal.aborted) throw new LastlayerError('cancelled', 'Stopped.')
}
