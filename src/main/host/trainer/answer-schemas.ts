import { z } from 'zod'
import { commands, type Command, type ProgressOf, type Result } from '../../../shared/contract.ts'

/** The table's own type, which TypeScript loses for a command that is not yet known. */
export function resultSchema<C extends Command>(command: C): z.ZodType<Result<C>> {
  return commands[command].result as unknown as z.ZodType<Result<C>>
}

/** Of a command that has no progress it takes nothing. */
export function progressSchema<C extends Command>(command: C): z.ZodType<ProgressOf<C>> {
  const about = commands[command]
  return ('progress' in about ? about.progress : z.never()) as unknown as z.ZodType<ProgressOf<C>>
}
