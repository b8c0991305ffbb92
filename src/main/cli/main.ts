import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { interruption, LastlayerError } from '../../shared/errors.ts'
import { PauseSwitch } from '../../shared/pause.ts'
import { isDebugging } from '../../shared/switches.ts'
import { oneLine } from './screen/format.ts'
import { createProgram } from './program.ts'
import { Screen } from './screen/screen.ts'
import { describeUsage } from './screen/usage.ts'
import { keepPrivate } from '../disk/private-files.ts'
import { closeHome } from '../host/home.ts'
import { defaultPlaces, nativeHome } from '../host/paths.ts'
import { removeTelemetryTraces } from '../host/app/telemetry-traces.ts'
import { TrainerHost } from '../host/trainer/start.ts'

// The command line: reads the arguments, runs one command in the trainer, and turns how it ended into an exit code:
// 0 done, 1 failed, 2 wrong usage, 130 interrupted.

keepPrivate()
const screen = new Screen()
const host = new TrainerHost()
const stop = new AbortController()
const pause = new PauseSwitch()
let askedAt = -Infinity

// A terminal that closes, or a service that is stopped, means the same as Ctrl-C.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  process.on(signal, () => {
    // npm passes a Ctrl-C on that the terminal has already delivered: the same request, not a second one.
    if (stop.signal.aborted && performance.now() - askedAt < 500) return
    if (stop.signal.aborted) {
      screen.clear()
      host.kill()
      process.exit(130)
    }
    askedAt = performance.now()
    screen.note('Stopping … (Ctrl-C again to stop at once)')
    stop.abort(interruption())
  })
}

// Whoever cannot reach the keyboard pauses a run, and lets it go on, by a signal.
process.on('SIGUSR2', () => (pause.isOn = !pause.isOn))

process.exitCode = await main(process.argv)

async function main(args: readonly string[]): Promise<number> {
  const places = defaultPlaces()
  const session = { host, screen, places, signal: stop.signal, pause }
  const program = createProgram(session).hook('preAction', async () => {
    await closeHome(places)
    const removed = await removeTelemetryTraces(nativeHome(), places)
    if (removed !== null) screen.note(removed)
  })
  try {
    await program.parseAsync(args)
    return 0
  } catch (error) {
    return report(error)
  } finally {
    screen.clear()
    await host.close()
  }
}

/** Says in one sentence what went wrong, and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help that was asked for.
    if (error.exitCode === 0) return 0
    screen.note(describeUsage(error))
    return 2
  }
  if (isDebugging(process.env)) for (const line of inspect(error).split('\n')) screen.note(line)
  if (!(error instanceof LastlayerError) || error.code === 'internal') {
    const message = error instanceof Error ? error.message : String(error)
    screen.note(`Something went wrong inside Lastlayer: ${oneLine(message, 300)} (LASTLAYER_DEBUG=1 shows where).`)
    return 1
  }
  screen.note(error.message)
  if (error.code === 'cancelled' || stop.signal.aborted) return 130
  return error.code === 'usage' ? 2 : 1
}
