import { join } from 'node:path'
import { z } from 'zod'
import { commands, type Command, type Params, type ProgressOf, type Result } from '../../shared/contract.ts'
import { interruption, LastlayerError, toErrorMessage } from '../../shared/errors.ts'
import { toTrainer, type FromTrainer, type ToTrainer } from '../../shared/trainer-messages.ts'
import { PauseSwitch } from '../../shared/pause.ts'
import { rootsVariable } from '../../shared/trainer-environment.ts'
import type { RunEvent } from '../../shared/run-events.ts'
import { isDebugging } from '../../shared/switches.ts'
import { warm } from './classifier/warm.ts'
import { confineTo } from '../disk/confinement.ts'
import { keepPrivate } from '../disk/private-files.ts'
import { compareRuns } from './commands/compare-runs.ts'
import { desk } from './desk/desk.ts'
import { describe, describeConfig } from './commands/describe.ts'
import { doctor } from './commands/doctor.ts'
import { drawExamples } from './commands/draw-examples.ts'
import { estimate } from './commands/estimate.ts'
import { exportModel } from './export/export.ts'
import { explain } from './explain/explain.ts'
import { evaluate } from './commands/evaluate.ts'
import { inspect } from './commands/inspect.ts'
import { finetune, resume } from './commands/finetune.ts'
import { predict } from './commands/predict.ts'
import { predictTable } from './commands/predict-table.ts'
import { testAnswers } from './run/answer-page.ts'
import { report } from './report/report.ts'
import { drawComparison } from './run/charts.ts'
import { preview } from './commands/preview.ts'
import { computeShards } from './shards/compute.ts'
import { fetchFeatures } from './shards/fetch.ts'
import { planFeatures } from './shards/plan.ts'
import { Watched } from './watchdog/watched.ts'

// The trainer process: requests in, events and results out. Its host starts it with an IPC channel and outlives it.

interface Context<Progress> {
  readonly signal: AbortSignal
  readonly finish: AbortSignal
  readonly pause: PauseSwitch
  readonly onEvent: (event: RunEvent) => void
  readonly onProgress: (progress: Progress) => void
}

const handlers: { [C in Command]: (params: Params<C>, context: Context<ProgressOf<C>>) => Promise<Result<C>> } = {
  finetune: async (params, context) => {
    await warm.close()
    return finetune({ ...params, ...context })
  },
  resume: async (params, context) => {
    await warm.close()
    return resume({ ...params, ...context })
  },
  predict: (params, { signal }) => predict(params, signal),
  explain: (params, { signal }) => explain(params, signal),
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
  planFeatures: (params, { signal, onProgress }) => planFeatures(params, signal, onProgress),
  computeShards: async (params, { signal, onProgress }) => {
    await warm.close()
    return computeShards(params, signal, onProgress)
  },
  fetchFeatures: (params, { signal, onProgress }) => fetchFeatures(params, signal, onProgress),
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

keepPrivate()
const roots = process.env[rootsVariable]
if (roots !== undefined) confineTo(z.array(z.string()).parse(JSON.parse(roots)))

// The build puts it beside this script.
const watched = new Watched(join(import.meta.dirname, 'watchdog.js'))
const running = new Map<number, Controls>()

interface Controls {
  readonly cancel: AbortController
  readonly finish: AbortController
  readonly pause: PauseSwitch
}

function control({ cancel, finish, pause }: Controls, kind: Exclude<ToTrainer['kind'], 'request'>): void {
  if (kind === 'cancel') cancel.abort()
  else if (kind === 'interrupt') cancel.abort(interruption())
  else if (kind === 'finish') finish.abort()
  else pause.isOn = kind === 'pause'
}

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
    const controls = running.get(id)
    if (controls) control(controls, request.kind)
    return
  }
  const controls = { cancel: new AbortController(), finish: new AbortController(), pause: new PauseSwitch() }
  running.set(id, controls)
  watched.begin(id, request.command)
  const context: Context<unknown> = {
    signal: controls.cancel.signal,
    finish: controls.finish.signal,
    pause: controls.pause,
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

/** Breaks off what goes on, cleans up and goes. */
function end(): void {
  for (const { cancel } of running.values()) cancel.abort(interruption())
  setTimeout(() => process.exit(1), 5000).unref()
  setInterval(() => {
    if (running.size === 0) void warm.close().finally(() => process.exit())
  }, 50)
}

// Without a host nobody waits for the result; nor does a process that is told to end.
process.once('disconnect', end)
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.once(signal, end)
