import { LastlayerError } from '../../src/shared/errors.ts'
import type { NativeProgress, NativeState } from '../../src/shared/native-setup.ts'

/** Native TensorFlow of a host in memory: its set-up takes ten steps of `interval` milliseconds. */
export class FakeNative {
  #state: NativeState
  #isStopped = false

  constructor(
    private readonly interval: number,
    private readonly notify: (message: unknown) => void,
    isOffered: boolean,
  ) {
    this.#state = { isInstalled: false, isOffered, gigabytes: 1.5, gpu: false, progress: null, error: null }
  }

  get state(): NativeState {
    return this.#state
  }

  async install(): Promise<Record<string, never>> {
    this.#isStopped = false
    try {
      for (let step = 1; step <= 10; step++) {
        this.#tell({ message: 'Downloading tensorflow_cpu', done: 25e6 * step, total: 250e6 })
        await new Promise((resolve) => setTimeout(resolve, this.interval))
        if (this.#isStopped) throw new LastlayerError('cancelled', 'Stopped.')
      }
      this.#state = { ...this.#state, isInstalled: true, isOffered: false }
      return {}
    } finally {
      this.#tell(null)
    }
  }

  cancel(): Record<string, never> {
    this.#isStopped = true
    return {}
  }

  decline(): Record<string, never> {
    this.#state = { ...this.#state, isOffered: false }
    return {}
  }

  #tell(progress: NativeProgress | null): void {
    this.#state = { ...this.#state, progress }
    this.notify({ kind: 'native', progress })
  }
}
