import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { z } from 'zod'
import { keepLastLines } from '../../src/main/host/trainer/last-lines.ts'
import { commands, type Command } from '../../src/shared/contract.ts'
import { describeZodError } from '../../src/shared/errors.ts'
import { telemetryOff } from '../../src/shared/trainer-environment.ts'
import { fromTrainer } from '../../src/shared/trainer-messages.ts'
import { judge } from './judge.ts'
import { figuresOf } from '../process.ts'
import { limits, type Verdict } from './target.ts'

const entry = join(import.meta.dirname, '..', '..', 'out', 'main', 'trainer.js')

/** The built trainer, which is asked one thing at a time; one that stood still, took too much or died is replaced. */
export class Trainer {
  #child: ChildProcess | null = null
  #lines: string[] = []
  #lastId = 0

  /** Asks it a command of its contract. */
  async ask<C extends Command>(command: C, params: z.input<(typeof commands)[C]['params']>): Promise<Verdict> {
    const child = (this.#child ??= this.#start())
    const before = figuresOf(child.pid ?? 0)
    const id = ++this.#lastId
    const asked = new AbortController()
    const answered = new Promise<string | Pick<Verdict, 'kind' | 'told'>>((resolve) => {
      const receive = (value: unknown): void => {
        const message = fromTrainer.parse(value)
        if (message.id !== id) return
        if (message.kind === 'error') resolve(judge({ ok: false, error: message.error }))
        if (message.kind === 'result') resolve(judge({ ok: true, fault: faultOf(command, message.value) }))
      }
      const die = (): void => resolve(`it died: ${this.#lines.slice(-3).join(' | ')}`)
      child.on('message', receive)
      child.on('close', die)
      const deadline = setTimeout(() => resolve(`no answer in ${limits.clock} s`), limits.clock * 1000)
      asked.signal.addEventListener('abort', () => {
        clearTimeout(deadline)
        child.off('message', receive)
        child.off('close', die)
      })
    })
    child.send({ kind: 'request', id, command, params }, () => undefined)
    const outcome = await answered
    asked.abort()
    const now = figuresOf(child.pid ?? 0)
    const took = { megabytes: now.mostMemory, seconds: now.seconds - before.seconds }
    const isTooMuch = took.megabytes > limits.megabytes || took.seconds > limits.seconds
    if (typeof outcome !== 'string' && !isTooMuch) return { ...outcome, ...took }
    await this.close()
    if (typeof outcome === 'string') return { kind: 'finding', told: outcome, ...took }
    const told = `took ${took.megabytes} MB and ${took.seconds.toFixed(1)} s; ${outcome.told}`
    return { kind: 'finding', told, ...took }
  }

  /** Megabytes that it has now. */
  get memory(): number {
    return figuresOf(this.#child?.pid ?? 0).memory
  }

  async close(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  #start(): ChildProcess {
    this.#lines = []
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      env: {
        ...process.env,
        ...telemetryOff(process.platform),
        LASTLAYER_BACKEND: 'wasm',
        LASTLAYER_MEMORY_LIMIT: String(limits.megabytes),
        LASTLAYER_STALL_LIMIT: String(limits.clock),
      },
    })
    keepLastLines(child.stdout, this.#lines)
    keepLastLines(child.stderr, this.#lines)
    return child
  }
}

function faultOf(command: Command, value: unknown): string | null {
  const parsed = commands[command].result.safeParse(value)
  return parsed.success ? null : `a result that is none: ${describeZodError(parsed.error)}`
}
