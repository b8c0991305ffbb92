/** A switch that one side turns and another looks at: work that is paused holds still, and then goes on where it was. */
export class PauseSwitch extends EventTarget {
  #isOn = false

  get isOn(): boolean {
    return this.#isOn
  }

  set isOn(isOn: boolean) {
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    this.dispatchEvent(new Event('change'))
  }

  /** Waits until it is off, or one of the signals is aborted. */
  async whileOn(...signals: readonly AbortSignal[]): Promise<void> {
    if (!this.#isOn || signals.some(({ aborted }) => aborted)) return
    await new Promise<void>((done) => {
      const sources = [this, ...signals]
      const look = (): void => {
        if (this.#isOn && !signals.some(({ aborted }) => aborted)) return
        for (const source of sources) for (const kind of ['change', 'abort']) source.removeEventListener(kind, look)
        done()
      }
      for (const source of sources) for (const kind of ['change', 'abort']) source.addEventListener(kind, look)
    })
  }
}
