import type { Bridge, Transport } from '../../shared/app-contract.ts'

declare global {
  interface Window {
    /** What the desktop's preload puts on the page; not there in a browser. */
    readonly lastlayer?: Bridge
  }
}

/** The desktop's way to its host: the preload's named members. */
export function desktopTransport(bridge: Bridge): Transport {
  return {
    invoke: (call, params) => bridge[call](params),
    subscribe: (onNotification) => bridge.subscribe(onNotification),
    pathOf: (file) => bridge.pathOf(file),
  }
}
