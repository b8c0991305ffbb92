import { z } from 'zod'
import { envelope, notification } from './app-contract.ts'

/** Where the web host listens for its page, below its own address. */
export const socketPath = '/socket'

/** The protocol of the socket. The page names its key after it. */
export const socketProtocol = 'lastlayer'

/** Stands before the key in the address that a browser is led to when it is let in. */
export const keyMark = 'key='

/** Page to web host: one call. `id` is the page's own and comes back with the answer. */
export const toWebHost = z.object({ id: z.int().min(0), call: z.string(), params: z.unknown() })
export type ToWebHost = z.infer<typeof toWebHost>

/** Web host to page: the answer to a call, or what it sends unasked. */
export const fromWebHost = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), id: z.int(), envelope }),
  z.object({ kind: z.literal('notification'), notification }),
])
export type FromWebHost = z.infer<typeof fromWebHost>
