import { z } from 'zod'
import { errorMessage } from './errors.ts'

/** What the system has given to be opened, by an icon, a file manager or the command line; or why it cannot be. */
export const opened = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('data'), path: z.string() }),
  z.object({ kind: z.literal('run'), folder: z.string() }),
  z.object({ kind: z.literal('refused'), error: errorMessage }),
])
export type Opened = z.infer<typeof opened>
