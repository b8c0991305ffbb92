import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { calls, type Call } from '../../../shared/app-contract.ts'
import { channelOf } from '../../../shared/ipc-channels.ts'
import { answer, type Handlers } from '../../host/app/calls.ts'
import { isPageUrl } from './protocol.ts'

/** Answers every call of the page. What any other sender asks is rejected. */
export function answerCalls(handlers: Handlers): void {
  for (const call of Object.keys(calls) as Call[]) {
    ipcMain.handle(channelOf(call), (event, params: unknown) => {
      if (!isFromPage(event)) throw new Error('This sender may not ask Lastlayer anything.')
      return answer(handlers, call, params)
    })
  }
}

/** The main frame of our own page; a frame that is already gone is no sender. */
function isFromPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url)
}
