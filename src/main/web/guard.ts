import { join } from 'node:path'
import type { z } from 'zod'
import { calls, type Call } from '../../shared/app-contract.ts'
import type { Handlers } from '../app/answer.ts'
import type { Roots } from './roots.ts'

type PathsOf = { [C in Call]: (params: z.output<(typeof calls)[C]['params']>) => readonly string[] }

const none = (): readonly string[] => []

/** Every path that a call makes the host touch. A table of all calls, so that a new one cannot be forgotten. */
const pathsOf: PathsOf = {
  about: none,
  getSettings: none,
  changeSettings: none,
  chooseDataset: none,
  chooseModel: none,
  chooseDestination: none,
  listFolder: none, // Roots.list has its own, narrower rule.
  describeModel: ({ path }) => [path],
  listModels: none,
  lookUpModel: none,
  downloadModel: none,
  cancelDownload: none,
  deleteModel: ({ path }) => [path],
  listContacts: none,
  inspect: ({ choice, model }) => [choice.dataset, model],
  estimate: ({ recipe }) => [recipe.dataset, recipe.model],
  start: ({ recipe }) => [recipe.dataset, recipe.model],
  stop: none,
  currentRun: none,
  listRuns: none,
  openRun: ({ folder }) => [folder],
  deleteRun: ({ folder }) => [folder],
  restoreRun: ({ folder }) => [folder],
  showRun: ({ folder }) => [folder],
  exportRun: ({ folder }) => [folder],
  cancelExport: none,
  predict: ({ model, files }) => [model, ...files],
}

/** What a call writes on the person's behalf: only where they may look too, not among our own folders. */
const writtenBy: Partial<PathsOf> = { exportRun: ({ parent, name }) => [join(parent, name)] }

/** The same handlers, refusing every call that names a path outside the roots. */
export function guard(handlers: Handlers, roots: Roots): Handlers {
  const guarded = Object.keys(calls).map((name) => [name, guardOne(name as Call, handlers, roots)])
  return Object.fromEntries(guarded) as Handlers
}

function guardOne(call: Call, handlers: Handlers, roots: Roots): (params: never) => Promise<unknown> {
  const paths = pathsOf[call] as (params: unknown) => readonly string[]
  const written = (writtenBy[call] ?? none) as (params: unknown) => readonly string[]
  const handler = handlers[call] as (params: unknown) => Promise<unknown>
  return async (params) => {
    for (const path of paths(params)) if (!path.startsWith('sample:')) await roots.allow(path)
    for (const path of written(params)) await roots.allow(path, roots.browsable)
    return handler(params)
  }
}
