import { app, dialog } from 'electron'
import type { AppHost } from '../host/app/app.ts'

/** Quitting while a run goes on is asked about once; then everything ends in order before the process does. */
export function quitInOrder(host: AppHost): void {
  let isAsking = false
  let isClosed = false
  app.on('before-quit', async (event) => {
    if (isClosed) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    if (!host.run.isRunning || (await isSureToQuit())) {
      await host.close()
      isClosed = true
      app.quit()
    }
    isAsking = false
  })
}

async function isSureToQuit(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'A fine-tuning is going on.',
    detail: 'Quitting stops it, and what it has learnt so far is not saved. Closing the window lets it go on.',
    buttons: ['Keep Training', 'Stop and Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
