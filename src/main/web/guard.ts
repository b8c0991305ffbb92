import { calls, type Call } from '../../shared/app-contract.ts'
import { namedPaths } from '../../shared/named-paths.ts'
import type { Handlers } from '../host/app/calls.ts'
import type { Roots } from './roots.ts'

/**
 * The same handlers, refusing every call that names a path outside the roots. Which of a call's parameters are paths,
 * and what for, the contract itself says. What a call reads is checked again when it has been opened (confinement.ts).
 */
export function guard(handlers: Handlers, roots: Roots): Handlers {
  const guarded = Object.keys(calls).map((name) => [name, guardOne(name as Call, handlers, roots)])
  return Object.fromEntries(guarded) as Handlers
}

function guardOne(call: Call, handlers: Handlers, roots: Roots): (params: never) => Promise<unknown> {
  const handler = handlers[call] as (params: unknown) => Promise<unknown>
  return async (params) => {
    for (const { path, use } of namedPaths(calls[call].params, params)) {
      // What is written or listed: only where the person may look too, not among our own folders.
      const among = use === 'write' || use === 'list' ? roots.browsable : roots.readable
      await roots.allow(path, among)
    }
    return handler(params)
  }
}
