import { CancellationToken } from 'builder-util-runtime'
import type { AppUpdater, UpdateInfo } from 'electron-updater'
import { LastlayerError } from '../../../shared/errors.ts'
import type { EventLog } from '../system/log.ts'
import { t } from '../system/words.ts'
import { reasonOfFailure } from './failure.ts'
import { plainNotes } from './release-notes.ts'

export interface UpdatesOptions {
  readonly version: string
  readonly isOffline: () => boolean
  /** Why this copy cannot be renewed; null where it can. */
  readonly whyNot: () => string | null
  readonly load: () => AppUpdater
  /** Asks the person, who says yes by `yes` alone. */
  readonly ask: (question: string, detail: string, yes: string) => Promise<boolean>
  readonly tell: (sentence: string, detail: string) => Promise<void>
  /** How far the download is, from 0 to 1; null when it has ended. */
  readonly onProgress: (share: number | null) => void
  readonly log: Pick<EventLog, 'note' | 'fail'>
}

/** New versions: looked for when the person asks, fetched after a yes, installed at the end after another. */
export class Updates {
  #updater: AppUpdater | null = null
  #download: CancellationToken | null = null
  #isBusy = false
  /** The version that is installed when the application ends. */
  #agreed: string | null = null

  constructor(private readonly options: UpdatesOptions) {}

  /** Looks for a new version, and leads through what follows; its every end is told in a dialog. */
  async check(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      await this.#check()
    } catch (error) {
      this.options.log.fail('Update', error)
      await this.options.tell(t('updates.failed'), reasonOfFailure(error))
    } finally {
      this.#isBusy = false
    }
  }

  /** Breaks off the download, if one goes on. */
  cancel(): void {
    this.#download?.cancel()
  }

  async #check(): Promise<void> {
    const { version, whyNot, load, tell, log } = this.options
    if (this.#agreed !== null) return tell(t('updates.agreed', { version: this.#agreed }), '')
    const reason = whyNot()
    if (reason !== null) return tell(t('updates.cannot'), reason)
    this.#requireNetwork()
    const updater = (this.#updater ??= load())
    const found = await updater.checkForUpdates()
    if (found === null) return tell(t('updates.cannot'), t('updates.notInstalled'))
    log.note(`Update: ${found.isUpdateAvailable ? 'there is one' : 'none'}`)
    if (!found.isUpdateAvailable) return tell(t('updates.upToDate', { version }), '')
    if (await this.#wants(found.updateInfo)) await this.#fetch(updater, found.updateInfo)
  }

  #wants({ version, releaseNotes, files }: UpdateInfo): Promise<boolean> {
    const megabytes = Math.round(Math.max(0, ...files.map(({ size = 0 }) => size)) / 1e6)
    const present = { version: this.options.version, megabytes }
    const detail = t(megabytes > 0 ? 'updates.downloadSize' : 'updates.downloadDetail', present)
    const notes = plainNotes(releaseNotes)
    return this.options.ask(
      t('updates.download', { version }),
      [detail, notes].join('\n\n').trim(),
      t('updates.yesDownload'),
    )
  }

  async #fetch(updater: AppUpdater, { version }: UpdateInfo): Promise<void> {
    this.#requireNetwork()
    const { ask, onProgress, log } = this.options
    const show = ({ percent }: { percent: number }): void => onProgress(percent / 100)
    updater.on('download-progress', show)
    try {
      await updater.downloadUpdate((this.#download = new CancellationToken()))
    } finally {
      this.#download = null
      updater.off('download-progress', show)
      onProgress(null)
    }
    log.note('Update: downloaded')
    const question = t('updates.install', { version })
    if (!(await ask(question, t('updates.installDetail'), t('updates.yesInstall')))) return
    // What has come is found and checked once more, and this time the updater waits for the end.
    updater.autoInstallOnAppQuit = true
    await updater.downloadUpdate()
    this.#agreed = version
    log.note('Update: to be installed at the end')
  }

  #requireNetwork(): void {
    if (!this.options.isOffline()) return
    throw new LastlayerError('network', t('updates.offline'))
  }
}
