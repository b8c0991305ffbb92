import { z } from 'zod'
import { commands, type Command } from './contract.ts'
import { errorMessage } from './errors.ts'
import { runEvent } from './run-events.ts'

/**
 * Host to trainer. `cancel` stops the request with that id, which then ends with error code `cancelled`. Of a fine-tuning,
 * `interrupt` breaks it off, to be gone on with later; `finish` ends it after its present step, evaluates, saves and
 * answers as usual; `pause` holds it still until `goOn`.
 */
export const toTrainer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: z.int(),
    command: z.enum(Object.keys(commands) as [Command, ...Command[]]),
    params: z.unknown(),
  }),
  z.object({ kind: z.enum(['cancel', 'interrupt', 'finish', 'pause', 'goOn']), id: z.int() }),
])
export type ToTrainer = z.infer<typeof toTrainer>

/** Trainer to host. */
export const fromTrainer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), id: z.int(), event: runEvent }),
  z.object({ kind: z.literal('progress'), id: z.int(), progress: z.unknown() }),
  z.object({ kind: z.literal('result'), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.int(), error: errorMessage }),
])
export type FromTrainer = z.infer<typeof fromTrainer>
