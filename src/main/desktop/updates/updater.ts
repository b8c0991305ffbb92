import electronUpdater, { type AppUpdater } from 'electron-updater'
import type { Contacts } from '../../host/hub/requests.ts'
import { UpdateRequests } from './requests.ts'

/** The updater of this system and kind of package. */
export function loadUpdater(contacts: Contacts): AppUpdater {
  return equip(electronUpdater.autoUpdater, contacts)
}

/** Has an updater do nothing unasked, and go no way of its own to the network. */
export function equip(updater: AppUpdater, contacts: Contacts): AppUpdater {
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.disableWebInstaller = true
  updater.logger = null
  // Nobody is given a version earlier than others by their number.
  updater.isUserWithinRollout = () => true
  return Object.assign(updater, { httpExecutor: new UpdateRequests(contacts) })
}
