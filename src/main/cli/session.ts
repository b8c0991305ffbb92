import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Places } from '../../shared/contract.ts'
import type { TrainerHost } from '../trainer-host.ts'
import type { Screen } from './screen.ts'

/** What every command works with. */
export interface Session {
  readonly host: Pick<TrainerHost, 'run'>
  readonly screen: Screen
  readonly places: Places
  /** Aborts when the person asks to stop. */
  readonly signal: AbortSignal
}

/** The folder of a run or a model: a path, or the name of a run as `runs` lists it. */
export function runOrModelPath(name: string, { runs }: Places): string {
  const path = resolve(name)
  return !existsSync(path) && existsSync(join(runs, name)) ? join(runs, name) : path
}
