import { app, session } from 'electron'

/**
 * Leaves Chromium no way to a network: the page comes from app://, and what Lastlayer asks of the hub goes through Node.
 * So no service of Chromium's (component updates, dictionaries, proxy discovery) can ask for anything either.
 * To be called before the application is ready.
 */
export function closeNetwork(): void {
  // Every host, an address too, is answered with "no such name".
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.commandLine.appendSwitch('no-proxy-server')
  app.commandLine.appendSwitch('disable-background-networking')
}

/** Electron fetches dictionaries even for windows without spelling; to be called when the application is ready. */
export function refuseDictionaries(): void {
  session.defaultSession.setSpellCheckerEnabled(false)
}
