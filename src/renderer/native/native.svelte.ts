import type { Notification } from '../../shared/app-contract.ts'
import type { ErrorMessage } from '../../shared/errors.ts'
import type { NativeState } from '../../shared/native-setup.ts'
import type { Api } from '../transports/api.ts'
import { failureOf } from '../transports/failure.ts'

/** Native TensorFlow on this machine, and its set-up: a reload or a second window sees it too. */
export class NativeStore {
  #state = $state.raw<NativeState | null>(null)
  #error = $state.raw<ErrorMessage | null>(null)
  #isDone = $state(false)

  constructor(private readonly api: Api) {}

  /** Null until it is read. */
  get state(): NativeState | null {
    return this.#state
  }

  get error(): ErrorMessage | null {
    return this.#error ?? this.#state?.error ?? null
  }

  /** Whether it was installed in this session. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** Listens to the host; returns the way to stop listening. */
  listen(): () => void {
    return this.api.subscribe((notification) => this.#receive(notification))
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.#state = await this.api.call('nativeSetup', {})
    })
  }

  /** Installs it; how far that is comes in notifications. */
  async install(): Promise<void> {
    await this.#attempt(() => this.api.call('installNative', {}))
  }

  /** Stops its set-up; what is downloaded is kept. */
  async cancel(): Promise<void> {
    await this.#attempt(() => this.api.call('cancelNative', {}))
  }

  /** Does without, for good. */
  async decline(): Promise<void> {
    await this.#attempt(() => this.api.call('declineNative', {}))
    await this.load()
  }

  #receive(notification: Notification): void {
    if (notification.kind !== 'native') return
    const { progress } = notification
    if (progress === null) void this.#end()
    else if (this.#state !== null) this.#state = { ...this.#state, progress }
  }

  async #end(): Promise<void> {
    const state = await this.api.call('nativeSetup', {}).catch(() => this.#state)
    this.#state = state
    this.#isDone = state?.isInstalled ?? false
  }

  /** That a person has stopped it is no error. */
  async #attempt(act: () => Promise<unknown>): Promise<void> {
    this.#error = null
    this.#error = await failureOf(act)
  }
}
