import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, dialog, nativeTheme, shell } from 'electron'
import { AppHost } from './host/app/app.ts'
import type { Handlers } from './host/app/calls.ts'
import { builtPage } from './host/app/page-files.ts'
import { chosenLanguage } from './desktop/system/language.ts'
import { speak, t } from './desktop/system/words.ts'
import { Attention } from './desktop/system/taskbar.ts'
import { Awake } from './desktop/system/awake.ts'
import { ask, desktopCalls, nameDownloads, tell } from './desktop/system/dialogs.ts'
import { EventLog } from './desktop/system/log.ts'
import { logEnd, logEvents } from './desktop/system/log-events.ts'
import { UpdatesOnDemand } from './desktop/updates/updates-on-demand.ts'
import { whyNoUpdates } from './desktop/updates/why-not.ts'
import { Opening } from './desktop/opening/opening.ts'
import { pathsIn } from './desktop/opening/given-paths.ts'
import { noteRecentData } from './desktop/opening/recent-documents.ts'
import { answerCalls } from './desktop/page/ipc.ts'
import { setMenu } from './desktop/system/menu.ts'
import { closeNetwork, refuseDictionaries } from './desktop/page/no-network.ts'
import { findNode } from './host/trainer/node-path.ts'
import { isSwitchedOffline, settingsNotices, withSharedSwitch } from './host/offline-switch.ts'
import { keepPrivate } from './disk/private-files.ts'
import { closeHome } from './host/home.ts'
import { defaultPlaces, nativeHome } from './host/paths.ts'
import { whyNotAlone } from './desktop/single-instance.ts'
import { registerScheme, servePage } from './desktop/page/protocol.ts'
import { quitInOrder } from './desktop/quit.ts'
import { DesktopSettings } from './desktop/settings.ts'
import { removeTelemetryTraces } from './host/app/telemetry-traces.ts'
import { isOffline } from '../shared/switches.ts'
import { TrainerHost } from './host/trainer/start.ts'
import { MainWindow, refuseEscapes, refusePermissions } from './desktop/page/window.ts'

// The desktop application, in the order in which it starts.

keepPrivate()
const home = process.env.LASTLAYER_HOME
if (home) app.setPath('userData', join(home, 'desktop'))

// A package is not to be opened up by a flag of its command line.
const openings = ['remote-debugging-port', 'remote-debugging-pipe', 'js-flags', 'inspect', 'inspect-brk']
const isOpenedUp = app.isPackaged && openings.some((name) => app.commandLine.hasSwitch(name))
const paths = pathsIn(process.argv, process.cwd(), app.isPackaged, app.getAppPath())

if (isOpenedUp) {
  // At once: an application that quits in order has listened by then.
  process.exit(1)
} else if (!app.requestSingleInstanceLock({ paths })) {
  const why = whyNotAlone(app.getPath('userData'))
  if (why === null) app.quit()
  else app.whenReady().then(() => fail(new Error(why)), fail)
} else {
  // Windows asks for it before it shows a notification; a package's shortcut has the same.
  app.setAppUserModelId('app.lastlayer')
  app.enableSandbox()
  closeNetwork()
  registerScheme()
  refuseEscapes()
  const opening = new Opening()
  app
    .whenReady()
    .then(() => start(opening))
    .catch(fail)
}

async function start(opening: Opening): Promise<void> {
  const log = new EventLog(app.getPath('userData'))
  logEvents(log)
  const nodePath = await findNode(process.resourcesPath)
  const places = defaultPlaces()
  await closeHome(places)
  const damaged = settingsNotices(places)
  const settings = new DesktopSettings()
  speak(chosenLanguage(settings.read()))
  const window = new MainWindow(settings)
  const attention = new Attention(window)
  const awake = new Awake()
  const removed = await removeTelemetryTraces(nativeHome(), places)
  const host = new AppHost({
    host: 'desktop',
    places,
    notices: [...damaged, ...(removed === null ? [] : [removed])],
    settings: withSharedSwitch(settings, places),
    uploads: tmpdir(),
    newTrainer: () => new TrainerHost({ nodePath, note: (sentence) => log.note(sentence) }),
    setupTools: { node: nodePath },
    notify: (notification) => {
      window.send(notification)
      attention.follow(notification)
      logEnd(log, notification)
      awake.keep(host.isTraining)
      if (notification.kind === 'ended' || notification.kind === 'sweep') endIfUnused()
    },
  })
  /** A run goes on without a window, and the application with it; on a Mac it stays until it is told to quit. */
  const endIfUnused = (): void => {
    if (!window.current && !host.isTraining && process.platform !== 'darwin') app.quit()
  }
  await host.open()

  refusePermissions()
  refuseDictionaries()
  nameDownloads()
  servePage(builtPage())
  const updates = new UpdatesOnDemand(host.contacts, {
    version: app.getVersion(),
    isOffline: () => isOffline(process.env) || isSwitchedOffline(places),
    whyNot: () => whyNoUpdates(app.isPackaged, process.resourcesPath),
    ask: (question, detail, yes) => ask(window, question, detail, yes),
    tell: (sentence, detail) => tell(window, sentence, detail),
    onProgress: (share) => {
      // The bar is the run's while one goes on.
      if (!host.isTraining) window.current?.setProgressBar(share ?? -1)
    },
    log,
  })
  const handlers = host.handlers(desktopCalls(window, opening))
  const showMenu = (): void =>
    setMenu({
      act: (name) => {
        window.show()
        window.send({ kind: 'action', name })
      },
      checkForUpdates: () => void updates.check(),
      showLog: () => shell.showItemInFolder(log.path),
    })
  const changeSettings = followSettings(settings, updates, handlers.changeSettings, showMenu)
  answerCalls({ ...handlers, changeSettings }, (call, code) => log.note(`${call} fails: ${code}`))
  nativeTheme.themeSource = settings.read().theme
  showMenu()

  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  app.on('window-all-closed', endIfUnused)
  quitInOrder(host, endIfUnused)
  window.show()
  opening.tell(() => {
    window.show()
    window.send({ kind: 'opened' })
  })
  void opening.offer(paths)
}

/** Who hears of changed settings: the system, of theme, language and the data used last; a download, that it is to end. */
function followSettings(
  store: DesktopSettings,
  updates: UpdatesOnDemand,
  changeSettings: Handlers['changeSettings'],
  showMenu: () => void,
): Handlers['changeSettings'] {
  let { recentDatasets, language } = store.read()
  return async (change) => {
    const settings = await changeSettings(change)
    nativeTheme.themeSource = settings.theme
    if (settings.offline) updates.cancel()
    if (settings.language !== language) {
      language = settings.language
      speak(chosenLanguage(settings))
      showMenu()
    }
    noteRecentData(recentDatasets, settings.recentDatasets)
    recentDatasets = settings.recentDatasets
    return settings
  }
}

function fail(error: unknown): void {
  dialog.showErrorBox(t('cannotStart'), error instanceof Error ? error.message : String(error))
  app.exit(1)
}
