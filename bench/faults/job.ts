import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runEvent, type RunEvent } from '../../src/shared/run-events.ts'

const texts = Array.from({ length: 160 }, (_, i) => {
  const [word, label] = i % 2 === 0 ? ['wonderful', 'pos'] : ['terrible', 'neg']
  return `The plot of number ${i} was ${word} they say ${'so '.repeat(i % 9)},${i % 11 === 0 ? 'pos' : label}\n`
})

const recipes = {
  'its last epoch': ['--lr', '1e-3', '--epochs', '4', '--keep', 'last', '--patience', '0'],
  'its best epoch': ['--lr', '3e-3', '--epochs', '4', '--keep', 'best', '--patience', '0'],
  'a mean, at rates that it looks for': ['--epochs', '3', '--keep', 'mean'],
} as const
export type Kind = keyof typeof recipes
export const kinds = Object.keys(recipes) as Kind[]

/** How a process of a job ended, and where it was. */
interface Fate {
  readonly wasKilled: boolean
  readonly phase: string
  readonly step: number
}

/** One fine-tuning by the built command line, in a home of its own, through as many processes as it takes. */
export class Job {
  #run: string
  #attempt = 0

  constructor(
    private readonly home: string,
    private readonly kind: Kind,
  ) {
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'reviews.csv'), `text,label\n${texts.join('')}`)
    this.#run = join(home, 'runs', '0')
  }

  /** Starts it, and kills it after so many seconds, if it still goes on then. */
  begin(seconds = Infinity): Promise<Fate> {
    this.#run = join(this.home, 'runs', String(this.#attempt++))
    const flags = [...recipes[this.kind], '--batch', '8', '--max-length', '48', '--out', this.#run]
    return this.#live(['finetune', join(this.home, 'reviews.csv'), ...flags], seconds)
  }

  /** Goes on with it; starts it again where it had not read its texts. */
  async goOn(seconds: number): Promise<Fate> {
    if (!existsSync(join(this.#run, 'inputs', 'examples.jsonl'))) {
      if (existsSync(join(this.#run, 'report.json'))) return { wasKilled: false, phase: 'finished', step: 0 }
      return this.begin(seconds)
    }
    return this.#live(['finetune', '--resume', this.#run], seconds)
  }

  /** Of the weights that it has saved. */
  digest(): string {
    return createHash('sha256')
      .update(readFileSync(join(this.#run, 'model', 'model.safetensors')))
      .digest('hex')
  }

  countsEachStepOnce(): boolean {
    const steps = this.#events().flatMap((event) => (event.kind === 'step' ? [event.step] : []))
    return steps.every((step, i) => step === i + 1)
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true })
  }

  async #live(args: string[], seconds: number): Promise<Fate> {
    const cli = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js')
    const env = { ...process.env, LASTLAYER_HOME: this.home, LASTLAYER_BACKEND: 'wasm' }
    const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    let wasKilled = false
    const kill = (): void => {
      wasKilled = true
      const owner = join(this.#run, 'owner')
      // Its trainer; before that has named itself, the command line.
      const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8').split('.')[0]) : child.pid
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL')
      } catch {
        wasKilled = false // It has just ended.
      }
    }
    const timer = seconds === Infinity ? undefined : setTimeout(kill, seconds * 1000)
    const code = await new Promise<number | null>((ended) => child.on('close', ended))
    clearTimeout(timer)
    if (code === 0) wasKilled = false
    else if (!wasKilled) throw new Error(`lastlayer ${args.join(' ')} ended with ${code}: ${said}`)
    const events = this.#events()
    const last = events.findLast((event) => event.kind === 'progress' || event.kind === 'step')
    const phase = last === undefined ? 'its beginning' : last.kind === 'step' ? 'training' : last.phase
    const step = events.findLast((event) => event.kind === 'step')
    return { wasKilled, phase, step: step?.kind === 'step' ? step.step : 0 }
  }

  #events(): RunEvent[] {
    const log = join(this.#run, 'events.jsonl')
    if (!existsSync(log)) return []
    const lines = readFileSync(log, 'utf8').split('\n')
    return lines.flatMap((line) => {
      try {
        return [runEvent.parse(JSON.parse(line))]
      } catch {
        return []
      }
    })
  }
}
