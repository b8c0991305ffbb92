import { app, dialog } from 'electron'
import { t } from './system/words.ts'

/** What quitting needs of an AppHost. */
interface Host {
  /** Whether a run or a sweep goes on. */
  readonly isTraining: boolean
  close(): Promise<void>
}

/**
 * Quitting while a run goes on is asked about once; then everything ends in order before the process does.
 * @param onKept called when the person has chosen to keep training, which may have ended while the question was open
 */
export function quitInOrder(host: Host, onKept: () => void): void {
  let isAsking = false
  let isClosed = false
  app.on('before-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void quit()
  })

  async function quit(): Promise<void> {
    const isSure = !host.isTraining || (await isSureToQuit())
    if (!isSure) {
      isAsking = false
      return onKept()
    }
    // What cannot be closed ends with the process.
    await host.close().catch((error: unknown) => console.error(error))
    isClosed = true
    app.quit()
  }
}

/** Where the question cannot be asked, the wish to quit is the answer. */
async function isSureToQuit(): Promise<boolean> {
  const question = dialog.showMessageBox({
    type: 'question',
    message: t('quit.question'),
    detail: t('quit.detail'),
    buttons: [t('quit.keep'), t('quit.quit')],
    defaultId: 0,
    cancelId: 0,
  })
  return question.then(
    ({ response }) => response === 1,
    () => true,
  )
}
