import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge } from '../shared/app-contract.ts'
import { callNames, type Call } from '../shared/call-names.ts'
import { channelOf, notificationChannel } from '../shared/ipc-channels.ts'

// The page's only way out of its sandbox: one named function for each call, and nothing of ipcRenderer itself.

const ask = (call: Call) => (params: unknown) => ipcRenderer.invoke(channelOf(call), params)

const bridge: Bridge = {
  ...(Object.fromEntries(callNames.map((call) => [call, ask(call)])) as Pick<Bridge, Call>),
  subscribe(onNotification) {
    const listener = (_event: unknown, message: unknown): void => onNotification(message)
    ipcRenderer.on(notificationChannel, listener)
    return () => ipcRenderer.off(notificationChannel, listener)
  },
  pathOf: (file) => webUtils.getPathForFile(file) || null,
}

contextBridge.exposeInMainWorld('lastlayer', bridge)
