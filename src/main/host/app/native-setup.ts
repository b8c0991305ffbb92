import type { Notification } from '../../../shared/app-contract.ts'
import { LastlayerError, toErrorMessage, type ErrorMessage } from '../../../shared/errors.ts'
import type { NativeProgress, NativeState } from '../../../shared/native-setup.ts'
import { isOffline } from '../../../shared/switches.ts'
import { findRuntime, forget, isDecided, remember } from '../../tensorflow/runtime.ts'
import { plannedSetup, setupRuntime, type SetupOptions } from '../../tensorflow/setup.ts'
import { nativeHome } from '../paths.ts'
import type { Handlers } from './calls.ts'

/** Milliseconds between two notifications of a set-up. */
const interval = 100

export type NativeCalls = Pick<Handlers, 'nativeSetup' | 'installNative' | 'cancelNative' | 'declineNative'>

export interface NativeSetupOptions {
  /** Whether the person has switched the network off. */
  readonly isOffline: () => boolean
  readonly notify: (notification: Notification) => void
  /** Called once it is there. */
  readonly onInstalled: () => void
  /** What replaces parts of this machine: the Node of the trainers, or all in tests. */
  readonly tools?: SetupOptions['tools']
}

/** Native TensorFlow, as a window installs it: only when asked, one set-up at a time. */
export class NativeSetup {
  #stop: AbortController | null = null
  #progress: NativeProgress | null = null
  #error: ErrorMessage | null = null
  #plan: ReturnType<typeof plannedSetup> | null = null
  #toldAt = -Infinity
  /** Resolves, never rejects, when the set-up has ended. */
  #ended: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: NativeSetupOptions) {}

  readonly calls: NativeCalls = {
    nativeSetup: () => this.#state(),
    installNative: async () => {
      if (this.#stop)
        throw new LastlayerError('busy', 'Native TensorFlow is being set up: wait for its end, or stop it.')
      const setup = this.#install()
      this.#ended = setup.catch(() => undefined)
      await setup
      return {}
    },
    cancelNative: async () => {
      this.#stop?.abort()
      return {}
    },
    declineNative: async () => {
      await remember(nativeHome(), 'Declined in the window.')
      return {}
    },
  }

  /** Stops the set-up, if one goes on, and waits for its end. */
  async close(): Promise<void> {
    this.#stop?.abort()
    await this.#ended
  }

  async #state(): Promise<NativeState> {
    const home = nativeHome()
    const { LASTLAYER_BACKEND, LASTLAYER_TF_ADDON } = process.env
    const isOwn = LASTLAYER_BACKEND === 'wasm' || LASTLAYER_TF_ADDON !== undefined
    const [runtime, decided] = await Promise.all([findRuntime(home), isDecided(home)])
    const plan = await (this.#plan ??= plannedSetup(this.options.tools))
    return {
      isInstalled: runtime !== null,
      isOffered: !isOwn && !decided,
      ...plan,
      progress: this.#progress,
      error: this.#error,
    }
  }

  async #install(): Promise<void> {
    if (this.options.isOffline() || isOffline(process.env)) {
      throw new LastlayerError('setup', 'Lastlayer is offline, and nothing was contacted: switch that off first.')
    }
    const home = nativeHome()
    const { signal } = (this.#stop = new AbortController())
    this.#error = null
    this.#tell({ message: 'Starting', done: 0, total: 0 })
    try {
      await setupRuntime({
        home,
        signal,
        tools: this.options.tools,
        onProgress: ({ message, done, total }) => this.#tell({ message, done, total }),
      })
      await forget(home)
      this.options.onInstalled()
    } catch (error) {
      this.#error = signal.aborted ? null : toErrorMessage(error)
      throw error
    } finally {
      this.#stop = null
      this.#tell(null)
    }
  }

  #tell(progress: NativeProgress | null): void {
    const isNews = progress === null || progress.message !== this.#progress?.message
    this.#progress = progress
    if (!isNews && performance.now() - this.#toldAt < interval) return
    this.#toldAt = performance.now()
    this.options.notify({ kind: 'native', progress })
  }
}
