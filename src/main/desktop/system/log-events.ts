import { app } from 'electron'
import type { Notification } from '../../../shared/app-contract.ts'
import type { EventLog } from './log.ts'

/** Notes the start with its versions, processes of Electron that end unasked, errors that nobody caught, and the end. */
export function logEvents(log: EventLog): void {
  const { electron, chrome, node } = process.versions
  const from = app.isPackaged ? 'packaged' : 'from sources'
  log.note(
    `Lastlayer ${app.getVersion()} ${from}, Electron ${electron}, Chromium ${chrome}, Node ${node}, ${process.platform} ${process.arch}`,
  )
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    log.note(`Page ends: ${reason}, exit code ${exitCode}`)
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log.note(`${type} process ends: ${reason}, exit code ${exitCode}`)
  })
  app.on('quit', (_event, code) => log.note(`Quit: exit code ${code}`))
  process.on('uncaughtExceptionMonitor', (error) => log.fail('Nobody caught', error))
}

/** Notes how a run ended. */
export function logEnd(log: EventLog, notification: Notification): void {
  if (notification.kind === 'ended') log.note(`Run ends: ${notification.error?.code ?? 'finished'}`)
}
