import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { calls, type Call } from '../../../shared/app-contract.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import { channelOf } from '../../../shared/ipc-channels.ts'
import { answer, type Handlers } from '../../host/app/calls.ts'
import { isPageUrl } from './protocol.ts'

/**
 * Answers every call of the page. What any other sender asks is rejected.
 * @param onFailure hears what each call fails with
 */
export function answerCalls(
  handlers: Handlers,
  onFailure: (call: Call, code: ErrorCode) => void = () => undefined,
): void {
  for (const call of Object.keys(calls) as Call[]) {
    ipcMain.handle(channelOf(call), async (event, params: unknown) => {
      if (!isFromPage(event)) throw new Error('This sender may not ask Lastlayer anything.')
      const answered = await answer(handlers, call, params)
      if (!answered.ok) onFailure(call, answered.error.code)
      return answered
    })
  }
}

/** The main frame of our own page; a frame that is already gone is no sender. */
function isFromPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url)
}
