import { join } from 'node:path'
import { z } from 'zod'
import {
  commands,
  toTrainer,
  type Command,
  type FromTrainer,
  type Params,
  type ProgressOf,
  type Result,
} from '../../shared/contract.ts'
import { LastlayerError, toErrorMessage } from '../../shared/errors.ts'
import { rootsVariable } from '../../shared/trainer-environment.ts'
import type { RunEvent } from '../../shared/run-events.ts'
import { isDebugging } from '../../shared/switches.ts'
import { warm } from './classifier/warm.ts'
import { confineTo } from '../disk/confinement.ts'
import { compareRuns } from './commands/compare-runs.ts'
import { desk } from './desk/desk.ts'
import { describe, describeConfig } from './commands/describe.ts'
import { doctor } from './commands/doctor.ts'
import { drawExamples } from './commands/draw-examples.ts'
import { estimate } from './commands/estimate.ts'
import { exportModel } from './export/export.ts'
import { evaluate } from './commands/evaluate.ts'
import { inspect } from './commands/inspect.ts'
import { finetune } from './commands/finetune.ts'
import { predict } from './commands/predict.ts'
import { predictTable } from './commands/predict-table.ts'
import { testAnswers } from './run/answer-page.ts'
import { report } from './report/report.ts'
import { drawComparison } from './run/charts.ts'
import { preview } from './commands/preview.ts'
import { Watched } from './watchdog/watched.ts'

// The trainer process: requests in, events and results out. Its host starts it with an IPC channel and outlives it.

interface Context<Progress> {
  readonly signal: AbortSignal
  readonly finish: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  readonly onProgress: (progress: Progress) => void
}

const handlers: { [C in Command]: (params: Params<C>, context: Context<ProgressOf<C>>) => Promise<Result<C>> } = {
  finetune: async (params, context) => {
    await warm.close()
    return finetune({ ...params, ...context })
  },
  predict: (params, { signal }) => predict(params, signal),
  predictTable: (params, { signal, onProgress }) => predictTable(params, signal, onProgress),
  evaluate: (params, { signal }) => evaluate(params, signal),
  desk: (params, { signal, onProgress }) => desk(params, signal, onProgress),
  testAnswers: (params, { signal }) => testAnswers(params, signal),
  preview: (params, { signal }) => preview(params, signal),
  inspect: (params, { signal, onProgress }) => inspect(params, signal, onProgress),
  drawExamples: (params, { signal, onProgress }) => drawExamples(params, signal, onProgress),
  describe: (params) => describe(params),
  describeConfig: (params) => describeConfig(params),
  export: async (params, { signal, onProgress }) => {
    await warm.close()
    return exportModel(params, signal, onProgress)
  },
  estimate: (params, { signal }) => estimate(params, signal),
  compareRuns: (params) => compareRuns(params),
  report: (params, { signal }) => report(params, signal),
  drawComparison: (params) => drawComparison(params),
  doctor: (params, { signal }) => doctor(params, signal),
}

async function handle<C extends Command>(command: C, params: unknown, context: Context<unknown>): Promise<unknown> {
  const parsed = commands[command].params.safeParse(params)
  if (!parsed.success) {
    throw new LastlayerError('internal', `The request ${command} is malformed: ${parsed.error.message}`)
  }
  return handlers[command](parsed.data as Params<C>, context)
}

const roots = process.env[rootsVariable]
if (roots !== undefined) confineTo(z.array(z.string()).parse(JSON.parse(roots)))

// The build puts it beside this script.
const watched = new Watched(join(import.meta.dirname, 'watchdog.js'))
const running = new Map<number, { cancel: AbortController; finish: AbortController }>()

/** A host that is gone is no failure of the run: nobody is told, and `disconnect` cancels it. */
function send(message: FromTrainer): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

// Its host reads what is printed; without one, a line of a library must not end the clean-up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

process.on('message', (message) => {
  const request = toTrainer.parse(message)
  const { id } = request
  if (request.kind !== 'request') {
    running.get(id)?.[request.kind].abort()
    return
  }
  const controllers = { cancel: new AbortController(), finish: new AbortController() }
  running.set(id, controllers)
  watched.begin(id, request.command)
  const context: Context<unknown> = {
    signal: controllers.cancel.signal,
    finish: controllers.finish.signal,
    onEvent: (event) => send({ kind: 'event', id, event }),
    onProgress: (progress) => send({ kind: 'progress', id, progress }),
  }
  handle(request.command, request.params, context)
    .then((value) => send({ kind: 'result', id, value }))
    .catch((error: unknown) => {
      if (isDebugging(process.env)) console.error(error)
      send({ kind: 'error', id, error: toErrorMessage(error) })
    })
    .finally(() => {
      running.delete(id)
      watched.end(id)
    })
})

// Ctrl-C reaches every process of a terminal; the host decides what it means.
process.on('SIGINT', () => undefined)

// Without a host nobody waits for the result: clean up and go.
process.on('disconnect', () => {
  for (const { cancel } of running.values()) cancel.abort()
  setTimeout(() => process.exit(1), 5000).unref()
  setInterval(() => {
    if (running.size === 0) void warm.close().finally(() => process.exit())
  }, 50)
})
