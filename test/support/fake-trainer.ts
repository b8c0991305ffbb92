import type { Command, Params, ProgressOf, Result } from '../../src/shared/contract.ts'
import { interruption, isInterrupted, LastlayerError } from '../../src/shared/errors.ts'
import type { PauseSwitch } from '../../src/shared/pause.ts'
import type { Happening, RunEvent } from '../../src/shared/run-events.ts'
import type { Trainer } from '../../src/main/host/runs/current-run.ts'
import type { RunOptions } from '../../src/main/host/trainer/start.ts'

/** A trainer in the test's hand: it remembers what was asked, and answers, tells and fails when it is told to. */
export class FakeTrainer implements Trainer {
  readonly asked: { command: Command; params: unknown }[] = []
  readonly closed: string[] = []
  answers: Partial<{
    [C in Command]: (params: Params<C>, options: RunOptions<ProgressOf<C>>) => Result<C> | Promise<Result<C>>
  }> = {}
  #tell: (event: RunEvent) => void = () => undefined
  #seq = 0
  #finish: (value: unknown) => void = () => undefined
  #fail: (error: LastlayerError) => void = () => undefined
  wasToldToFinish = false
  /** Of the last fine-tuning. */
  pause: PauseSwitch | undefined

  async run<C extends Command>(
    command: C,
    params: Params<C>,
    options: RunOptions<ProgressOf<C>> = {},
  ): Promise<Result<C>> {
    this.asked.push({ command, params })
    const reply = this.answers[command]
    if (reply)
      return (reply as (params: Params<C>, options: RunOptions<ProgressOf<C>>) => Promise<Result<C>>)(params, options)
    if (command !== 'finetune' && command !== 'resume') {
      throw new LastlayerError('internal', `No answer was prepared for ${command}.`)
    }
    this.#seq = 0
    this.#tell = options.onEvent ?? this.#tell
    options.finish?.addEventListener('abort', () => (this.wasToldToFinish = true))
    this.pause = options.pause
    const { signal } = options
    signal?.addEventListener('abort', () => {
      this.fail(isInterrupted(signal) ? interruption() : new LastlayerError('cancelled', 'Stopped.'))
    })
    return new Promise<Result<C>>((resolve, reject) => {
      this.#finish = resolve as (value: unknown) => void
      this.#fail = reject
    })
  }

  async close(): Promise<void> {
    this.closed.push('closed')
  }

  renew(): void {
    this.closed.push('renewed')
  }

  tell(happening: Happening): RunEvent {
    const event = { seq: ++this.#seq, time: Date.now(), ...happening }
    this.#tell(event)
    return event
  }

  finish(value: unknown): void {
    this.#finish(value)
  }

  fail(error: LastlayerError): void {
    this.#fail(error)
  }
}
