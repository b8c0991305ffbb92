import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, Call } from '../shared/app-contract.ts'
import { channelOf, notificationChannel } from '../shared/ipc-channels.ts'

// The page's only way out of its sandbox: one named function for each call, and nothing of ipcRenderer itself.

const ask = (call: Call) => (params: unknown) => ipcRenderer.invoke(channelOf(call), params)

const bridge: Bridge = {
  about: ask('about'),
  getSettings: ask('getSettings'),
  changeSettings: ask('changeSettings'),
  chooseDataset: ask('chooseDataset'),
  chooseModel: ask('chooseModel'),
  chooseDestination: ask('chooseDestination'),
  listFolder: ask('listFolder'),
  describeModel: ask('describeModel'),
  listModels: ask('listModels'),
  lookUpModel: ask('lookUpModel'),
  downloadModel: ask('downloadModel'),
  cancelDownload: ask('cancelDownload'),
  deleteModel: ask('deleteModel'),
  listContacts: ask('listContacts'),
  inspect: ask('inspect'),
  estimate: ask('estimate'),
  start: ask('start'),
  stop: ask('stop'),
  currentRun: ask('currentRun'),
  listRuns: ask('listRuns'),
  openRun: ask('openRun'),
  deleteRun: ask('deleteRun'),
  restoreRun: ask('restoreRun'),
  showRun: ask('showRun'),
  exportRun: ask('exportRun'),
  cancelExport: ask('cancelExport'),
  predict: ask('predict'),

  subscribe(onNotification) {
    const listener = (_event: unknown, message: unknown): void => onNotification(message)
    ipcRenderer.on(notificationChannel, listener)
    return () => ipcRenderer.off(notificationChannel, listener)
  },
  pathOf: (file) => webUtils.getPathForFile(file) || null,
}

contextBridge.exposeInMainWorld('lastlayer', bridge)
