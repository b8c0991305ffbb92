import { Notification as SystemNotification } from 'electron'
import type { Notification } from '../../../shared/app-contract.ts'
import type { RunEvent } from '../../../shared/run-events.ts'
import type { MainWindow } from '../page/window.ts'
import { t } from './words.ts'

/** A run that took this long may have been left alone: its end is announced outside the window. */
const longRun = 20_000

/** Shows how far a run is in the taskbar, and its end as a notification of the system. */
export class Attention {
  #startedAt = 0
  /** Held: what is collected as garbage hears no click. */
  #note: SystemNotification | null = null

  constructor(private readonly window: MainWindow) {}

  follow(notification: Notification): void {
    if (notification.kind === 'events') for (const event of notification.events) this.#see(event)
    if (notification.kind === 'ended') this.#end(notification.error?.code ?? null)
  }

  #see(event: RunEvent): void {
    if (event.seq === 1) this.#startedAt = event.time
    const fraction =
      event.kind === 'step'
        ? event.step / event.steps
        : event.kind === 'progress' && event.phase === 'features'
          ? event.done / Math.max(1, event.total)
          : null
    if (fraction !== null) this.window.current?.setProgressBar(fraction)
  }

  #end(code: string | null): void {
    this.window.current?.setProgressBar(-1)
    const wasSeen = this.window.current?.isFocused() === true
    if (wasSeen || code === 'cancelled' || Date.now() - this.#startedAt < longRun) return
    this.#note?.close()
    const note = new SystemNotification({
      title: code === null ? t('ended.done') : t('ended.stopped'),
      body: code === null ? t('ended.results') : t('ended.why'),
    })
    note.on('click', () => this.window.show())
    note.show()
    this.#note = note
  }
}
