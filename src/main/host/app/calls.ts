import type { z } from 'zod'
import { calls, type Call, type CallResult, type Envelope } from '../../../shared/app-contract.ts'
import { describeZodError, LastlayerError, toErrorMessage } from '../../../shared/errors.ts'
import { isDebugging } from '../../../shared/switches.ts'

/** One function for every call of the window's contract. */
export type Handlers = {
  [C in Call]: (params: z.output<(typeof calls)[C]['params']>) => Promise<CallResult<C>>
}

/** Answers one call from a page: parses what came, runs its handler, and turns anything thrown into an envelope. */
export async function answer(handlers: Handlers, call: string, params: unknown): Promise<Envelope> {
  try {
    if (!isCall(call)) throw new LastlayerError('usage', `There is no call "${call.slice(0, 40)}".`)
    const parsed = calls[call].params.safeParse(params)
    if (!parsed.success)
      throw new LastlayerError('usage', `What was asked for does not fit: ${describeZodError(parsed.error)}.`)
    const handler = handlers[call] as (params: unknown) => Promise<unknown>
    return { ok: true, value: await handler(parsed.data) }
  } catch (error) {
    if (isDebugging(process.env)) console.error(error)
    return { ok: false, error: toErrorMessage(error) }
  }
}

function isCall(name: string): name is Call {
  return Object.hasOwn(calls, name)
}
