import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { LastlayerError } from '../../../shared/errors.ts'
import { asThePerson } from '../../disk/private-files.ts'
import { describeDeath } from './death.ts'
import { keepLastLines } from './last-lines.ts'
import { countMemoryKills } from './memory-kills.ts'

/** Called when a trainer is gone, with the reason. */
export type OnEnd = (error: LastlayerError) => void

/** Starts a trainer process, which is told of by its messages and its end. */
export function spawnTrainer(node: string, args: string[], env: NodeJS.ProcessEnv, onEnd: OnEnd): ChildProcess {
  const options: SpawnOptions = {
    // Standard output belongs to the host's own results. What libraries print is kept for a report of a crash.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env,
    // Its own process group: Ctrl-C in a terminal reaches the host alone, which then cancels in order.
    detached: process.platform !== 'win32',
    windowsHide: true,
  }
  // It knows then how to make what is for the person.
  const child = asThePerson(() => spawn(node, args, options))
  const lines: string[] = []
  const killsBefore = countMemoryKills()
  keepLastLines(child.stdout, lines)
  keepLastLines(child.stderr, lines)
  child.on('error', ({ message }) => {
    onEnd(new LastlayerError('interrupted', `The trainer could not be started: ${message}.`))
  })
  // 'close' comes after the last line of output and the last message.
  child.on('close', (code, signal) => {
    const memoryRanOut = countMemoryKills() !== killsBefore
    onEnd(describeDeath({ code, signal, lines, memoryRanOut }))
  })
  return child
}
