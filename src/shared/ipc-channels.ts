import type { Call } from './call-names.ts'

/** Names of Electron's channels, for main and the preload. Types only: the preload carries no schema. */
export const channelOf = (call: Call): string => `lastlayer:${call}`
export const notificationChannel = 'lastlayer:notification'
